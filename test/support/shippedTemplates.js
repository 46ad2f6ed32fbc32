/** The workflow templates as they are shipped. n8n's lint keeps node:fs out of .ts files. */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const FOLDER = join(__dirname, '../../workflows');

/** @returns {Array<{ file: string, text: string, nodes: Array<{ name: string, type: string }> }>} */
function shippedTemplates() {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.map((file) => {
			const text = readFileSync(join(FOLDER, file), 'utf8');
			return { file, text, nodes: JSON.parse(text).nodes };
		});
}

module.exports = { shippedTemplates };
