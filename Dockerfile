# syntax=docker/dockerfile:1

# Compiles. It holds TypeScript, Prisma's generator and the tests' packages, none of which go further.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install
COPY tsconfig.json tsconfig.build.json prisma.config.ts ./
COPY prisma prisma
COPY core core
COPY bots bots
COPY web web
COPY sandbox sandbox
COPY cli cli
RUN npm run build

# Fetches what runs. TypeScript and Prisma's generator are needed by a source clone only.
FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm pkg delete dependencies.prisma dependencies.typescript && npm install --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production WIRO_HOME=/var/lib/wiro
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/wiro
WORKDIR /app
COPY --from=packages /app/package.json package.json
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY prisma/schema.prisma prisma/schema.prisma
COPY prisma/migrations prisma/migrations
COPY sandbox/page/public sandbox/page/public
COPY web/chat/public web/chat/public
COPY cli/bin.js cli/bin.js
USER node
# The key file and, without DATABASE_URL, the built-in database.
VOLUME /var/lib/wiro
EXPOSE 3000
# Node hears it as process 1 and finishes what is under way, within 10 s.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WIRO_PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "cli/bin.js"]
CMD ["start"]
