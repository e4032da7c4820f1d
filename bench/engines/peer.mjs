// json-rules-engine: rules and facts on the first line, then on each line how often to run; answers with nanoseconds.
import { createInterface } from 'node:readline'
import { Engine } from 'json-rules-engine'

const answer = value => process.stdout.write(JSON.stringify(value) + '\n')
const is = (sign, value) => ({ fact: sign, operator: 'equal', value })
let engine, facts

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  if (asked.rules) {
    facts = asked.facts
    engine = new Engine()
    for (const { name, groups, unless } of asked.rules) {
      const all = groups.map(signs => signs.length > 1 ? { any: signs.map(sign => is(sign, true)) } : is(signs[0], true))
      if (unless) all.push(is(unless, false))
      engine.addRule({ name, conditions: { all }, event: { type: name } })
    }
    const { results } = await engine.run(facts)
    answer(results.map(result => result.name))
  } else {
    const begun = process.hrtime.bigint()
    for (let run = 0; run < asked.runs; run++) await engine.run(facts)
    answer(Number(process.hrtime.bigint() - begun))
  }
}
