/**
 * `npx tsx scripts/checks/secrets.mts [files]`: looks for tokens, keys and passwords in the repository, or in the files
 * given, by the shapes that their makers give them. Fails when there is one. A line whose secret is made up says so:
 * `not-a-secret`.
 */
import { repositoryFiles, textOf } from './tracked.mts';

const SHAPES: Record<string, RegExp> = {
	'JSON web token': /\beyJ[\w-]{20,500}\.eyJ[\w-]{20,2000}\.[\w-]{20,1000}/,
	'private key': /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
	'npm token': /\bnpm_[A-Za-z0-9]{36}\b/,
	'GitHub token': /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{60,90}\b/,
	'AWS key': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
	'Slack webhook or token':
		/hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{20,}|\bxox[abprs]-[\w-]{20,}/,
	'Azure subscription key': /ocp-apim-subscription-key["'\s:=]{1,6}[0-9a-f]{32}\b/i,
	'address with a password': /\bhttps?:\/\/[^\s/:@'"`]{1,60}:[^\s/@'"`]{6,60}@/,
	'client secret': /client_?secret["'\s:=]{1,6}[A-Za-z0-9_-]{48,}\b/i,
};
const EXCUSE = 'not-a-secret';
/** Digests of packages, in their thousands. */
const LEFT_OUT = new Set(['package-lock.json']);

interface Finding {
	line: number;
	shape: string;
}

/** Where a text has something that looks like a secret. */
function secretsIn(text: string): Finding[] {
	return text.split('\n').flatMap((line, at) =>
		line.includes(EXCUSE)
			? []
			: Object.entries(SHAPES)
					.filter(([, pattern]) => pattern.test(line))
					.map(([shape]) => ({ line: at + 1, shape })),
	);
}

const given = process.argv.slice(2);
let files = 0;
let secrets = 0;
for (const file of given.length > 0 ? given : await repositoryFiles()) {
	if (LEFT_OUT.has(file)) continue;
	const text = await textOf(file);
	if (text === undefined) continue;
	files++;
	for (const { line, shape } of secretsIn(text)) {
		secrets++;
		console.error(`${file}:${line} looks like: ${shape}`);
	}
}
console.log(JSON.stringify({ files, secrets }));
process.exitCode = secrets > 0 ? 1 : 0;
