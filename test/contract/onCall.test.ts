import { shippedTemplates } from '../support/shippedTemplates.js';
import { textOf } from '../support/source.js';

/** Where the texts come from that a person sees at night. */
const told = [
	...['protocol/failures', 'login/diagnosis', 'push/inDoubt'].map((file) =>
		textOf(`nodes/Sage200/sage200/${file}.ts`),
	),
	...shippedTemplates().map(({ text }) => text),
].join('\n');

/** What docs/on-call.md quotes in the first columns of two of its tables; what stands for any text is left out. */
const quoted = ['the error says', 'the message begins']
	.map((head) => textOf('docs/on-call.md').split(`| ${head}`)[1].split('\n\n')[0])
	.flatMap((table) => table.split('\n').filter((line) => /^\| (?!-)/.test(line)))
	.map((row) => row.split('|')[1].trim())
	.filter((text) => !/^an? /.test(text))
	.flatMap((text) => text.split(/ · |…/))
	.map((text) => text.trim())
	.filter((text) => text !== '' && text !== ':');

it('quotes a text for each kind of trouble', () => {
	expect(quoted.length).toBeGreaterThan(20);
});

it.each(quoted)('"%s" is what the node or a template says', (text) => {
	expect(told).toContain(text);
});
