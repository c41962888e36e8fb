/** A small drawing of a closed envelope, of our own: what stands where a picture stood that cannot be gone altogether. */
export const closedEnvelope = {
  source: Buffer.from(
    [
      'iVBORw0KGgoAAAANSUhEUgAAAUAAAACgAgMAAAAAzV0PAAAADFBMVEX99uPgyaDq2bf16dBD47UNAAAACXBIWXMAAAsTAAALEwEA',
      'mpwYAAABMklEQVRo3u3YsY2DQBCF4RFEBFwXlOBSBggcXAkuwU3QD01Qgvs4vLcLazOWfPvmEuu9cFb6pS9dEY7jOI7jOI7jOI7j',
      '/jJ9OQbfD16tcwUEv61zUx5cBuu8DMXBk2Wu9FwcrCxzo9fioFjmpZfyoGGu9QwEDfMqBoKGeRUjwYP5LkaCB/NdjARlGo5iKHjS',
      '+SCGgk/mIIaCT+YgxoIP5l8xFvzKzY1e4OCD+dYLHszMUQwG290cxWBQpjEdul48gps5idHgZk5iNLiZkxgORnOto1MwmtskhoPR',
      'vInxYDDvYjwYzLsYDwbzLnYIdjpnYofgys3EDsHVnIk9gp1mYo9gq5nYI1hP/ewalG4U32B7cQ7Ws3PwvQcGGWSQQQY/JcjfOTjI',
      'cRzHcRzHcRzHcf+zH8tjqtB/hyh7AAAAAElFTkSuQmCC',
    ].join(''),
    'base64',
  ),
  filename: 'envelope.png',
}
