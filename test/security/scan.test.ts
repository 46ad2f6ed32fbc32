/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- test code, never published: it runs the scan as CI does, as a process of its own */
/** The scan that CI runs finds what it is for: a scan that finds nothing in a clean repository proves nothing. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
/** Put together here, so that the scan does not find them in this file. */
const SAMPLES = [
	[
		'JSON web token',
		`eyJ${'hbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9'}.eyJ${'zdWIiOiJhdXRoMHwxMjM0NTY3ODkwIn0'}.${'c2lnbmF0dXJl'.repeat(4)}`,
	],
	['private key', `-----BEGIN ${'RSA PRIVATE'} KEY-----`],
	['npm token', `npm_${'aB3'.repeat(12)}`],
	['GitHub token', `ghp_${'aB3'.repeat(12)}`],
	['AWS key', `AKIA${'ABCD1234'.repeat(2)}`],
	['Azure subscription key', `ocp-apim-subscription-key: ${'0123456789abcdef'.repeat(2)}`],
	['address with a password', `https://shop:${'hunter22'}@sage.example.org`],
	['client secret', `clientSecret: "${'Ab1_'.repeat(16)}"`],
];

let folder: string;
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'scan-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function scan(content: string): { status: number | null; output: string } {
	const file = path.join(folder, 'scanned.txt');
	writeFileSync(file, content);
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		['--import', 'tsx', 'scripts/checks/secrets.mts', file],
		{ cwd: ROOT, encoding: 'utf8' },
	);
	return { status, output: stdout + stderr };
}

it('fails on every kind of secret, and names line and kind', () => {
	const { status, output } = scan(
		['nothing here', ...SAMPLES.map(([, secret]) => secret)].join('\n'),
	);
	expect(status).toBe(1);
	for (const [at, [kind]] of SAMPLES.entries())
		expect(output).toContain(`:${at + 2} looks like: ${kind}`);
});

it('passes ordinary text, and a secret that is said to be made up', () => {
	expect(
		scan(`clientSecret: 'client-secret-of-the-test'\n${SAMPLES[0][1]} // not-a-secret`),
	).toMatchObject({ status: 0 });
});
