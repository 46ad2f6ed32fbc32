/** The simulator's README names every switch with its values, and every fault. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FAULT_KINDS } from '../../simulator/api/faults.mts';
import { DEFAULT_BEHAVIOUR, SWITCHES } from '../../simulator/behaviour/index.mts';

const readme = readFileSync(new URL('../../simulator/README.md', import.meta.url), 'utf8');
const rows = readme.split('\n').filter((line) => line.startsWith('| `'));

for (const name of Object.keys(DEFAULT_BEHAVIOUR)) {
	test(`the README has the switch ${name}, its default first`, () => {
		const row = rows.find((line) => line.split('|')[1].includes(`\`${name}\``));
		assert.ok(row, `no row for ${name}`);
		const values = SWITCHES[name as keyof typeof SWITCHES] ?? [];
		const told = row.split('|')[2];
		const places = values.map((value) => told.indexOf(`\`${String(value)}\``));
		assert.ok(!places.includes(-1), `${name}: ${told} lacks a value of ${values.join()}`);
		assert.equal(Math.min(...places, Infinity), places[0] ?? Infinity);
	});
}

for (const kind of FAULT_KINDS) {
	test(`the README has the fault ${kind}`, () => {
		assert.ok(rows.some((line) => line.split('|')[1].includes(`\`${kind}\``)));
	});
}
