import bullmq = require('bullmq')

/**
 * What is taken of BullMQ beside its types. It is CommonJS: an `import` would read some two hundred files of it once more,
 * only for the names in them, which takes as long as loading it does.
 */
export import assertSchemaCompatibility = bullmq.assertSchemaCompatibility
export import createPostgresBackend = bullmq.createPostgresBackend
export import LATEST_SCHEMA_VERSION = bullmq.LATEST_SCHEMA_VERSION
export import Queue = bullmq.Queue
export import runMigrations = bullmq.runMigrations
export import SchemaMigrationRequiredError = bullmq.SchemaMigrationRequiredError
export import withBackend = bullmq.withBackend
export import Worker = bullmq.Worker
