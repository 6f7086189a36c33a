// Reads the Cucumber messages of a run back: by their JSON schema, and by Cucumber's HTML formatter. It is run in the
// folder in which the packages are installed. Usage: node messages.mjs MESSAGES HTML
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pipeline } from 'node:stream/promises'

const require = createRequire(process.cwd() + '/')
const Ajv = require('ajv/dist/2020').default
const { NdjsonToMessageStream } = require('@cucumber/message-streams')
const { CucumberHtmlStream } = require('@cucumber/html-formatter')

const [input, output] = process.argv.slice(2)
const schema = JSON.parse(readFileSync('node_modules/@cucumber/messages/messages.schema.json'))
const fits = new Ajv({ strict: false }).compile(schema)
const lines = readFileSync(input, 'utf8').trimEnd().split('\n')
for (const [i, line] of lines.entries()) {
  if (!fits(JSON.parse(line))) {
    throw new Error(`${input}:${i + 1}: ${JSON.stringify(fits.errors)}`)
  }
}
await pipeline(createReadStream(input, 'utf8'), new NdjsonToMessageStream(), new CucumberHtmlStream(),
  createWriteStream(output))
console.log(`ok: ${lines.length} messages fit the schema, and Cucumber's HTML formatter reads them`)
