// Reads stubs as the Cucumber extension of VS Code does, and checks that it completes every sentence and jumps to it.
// Usage: node check.mjs STUBS STEPS.json
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { readFileSync } from 'node:fs'
import * as service from '@cucumber/language-service'
import { WasmParserAdapter } from '@cucumber/language-service/wasm'

const [stubs, stepsFile] = process.argv.slice(2)
const main = createRequire(import.meta.url).resolve('@cucumber/language-service')
const adapter = new WasmParserAdapter(join(dirname(main), '..', '..'))
await adapter.init()
const source = {
  languageName: extname(stubs) === '.java' ? 'java' : 'javascript',
  uri: `file:///${stubs}`,
  content: readFileSync(stubs, 'utf8'),
}
const { expressionLinks, errors, registry } = new service.ExpressionBuilder(adapter).build([source], [])
const wrong = errors.map(String)
const expressions = expressionLinks.map((link) => link.expression)
const suggestions = service.buildSuggestions(registry, [], expressions)
const labels = new Set(suggestions.map((s) => s.label))
const index = service.jsSearchIndex(suggestions)
const lines = source.content.split('\n')
let sentences = 0
for (const step of JSON.parse(readFileSync(stepsFile, 'utf8')).steps) {
  for (const way of step.ways) {
    way.variants.forEach((variant, i) => {
      sentences++
      const text = variant.split('\n')[0]
      const feature = `# language: ${way.language}\n${way.language === 'ru' ? 'Функция: ф\n\n  Сценарий: с' :
        'Feature: f\n\n  Scenario: s'}\n    ${way.keyword} ${text}\n`
      const links = service.getStepDefinitionLocationLinks(feature, { line: 4, character: 12 }, expressionLinks)
      const right = links.filter((l) => lines[l.targetSelectionRange.start.line].includes(step.keywords[0]))
      if (right.length === 0) wrong.push(`no jump from ${text}`)
      const diagnostics = service.getGherkinDiagnostics(feature, expressions)
      if (diagnostics.length > 0) wrong.push(`${text}: ${diagnostics[0].message}`)
      if (!labels.has(way.expressions[i])) wrong.push(`not completed: ${way.expressions[i]}`)
    })
  }
}
for (const [typed, expected] of [['неверный', 'пользователь вводит неверный пароль'], ['scans', 'the user scans the QR']]) {
  if (!index(typed).some((s) => s.label === expected)) wrong.push(`${typed}: ${expected} is not offered`)
}
if (sentences < 300) wrong.push(`only ${sentences} sentences`)
console.log(wrong.length === 0 ? `${sentences} sentences are completed and found` : wrong.slice(0, 20).join('\n'))
process.exit(wrong.length === 0 ? 0 : 1)
