/** Labels for people, made from Sage's field and resource names. */

/** Words whose spelling is not just a capital letter. `undefined` parts of a name never reach this table. */
const SPELLINGS: Record<string, string> = {
	id: 'ID',
	ids: 'IDs',
	sop: 'SOP',
	pop: 'POP',
	bom: 'BOM',
	vat: 'VAT',
	ec: 'EC',
	eu: 'EU',
	iso: 'ISO',
	urn: 'URN',
	url: 'URL',
	iban: 'IBAN',
	bic: 'BIC',
	gdn: 'GDN',
	sofa: 'SOFA',
	eori: 'EORI',
	duns: 'DUNS',
	no: 'Number',
	nos: 'Numbers',
	qty: 'Quantity',
	desc: 'Description',
	ref: 'Reference',
	addr: 'Address',
	tran: 'Transaction',
	diff: 'Difference',
	ptd: 'Period to Date',
	ytd: 'Year to Date',
	sys: 'System',
	docs: 'Documents',
	max: 'Maximum',
	min: 'Minimum',
	bool: 'Yes or No',
};

const SMALL_WORDS = new Set([
	'a',
	'an',
	'and',
	'as',
	'at',
	'by',
	'for',
	'from',
	'in',
	'of',
	'on',
	'or',
	'the',
	'to',
	'with',
]);

/** `customer_document_no` → `Customer Document Number`. Title Case, as n8n writes labels. */
export function labelOf(name: string): string {
	return name
		.split(/[_.]/)
		.filter((word) => word !== '')
		.map(
			(word, position, words) =>
				SPELLINGS[word] ?? (isSmall(word, position, words.length) ? word : capitalise(word)),
		)
		.join(' ');
}

/** `sop_orders` → `SOP Order`: the label of one record of a resource. */
export function singularLabelOf(resource: string): string {
	return singular(labelOf(resource));
}

/** The label of a row of a list, counted as people count: `Lines` → `Line 1`. */
export function rowLabel(list: string, at: number): string {
	return `${singular(list)} ${at + 1}`;
}

/** What the form calls a field: one that names another record does not ask for its ID alone. */
export function fieldLabel({ name, refers }: { name: string; refers?: string }): string {
	return refers ? labelOf(name).replace(/ ID$/, '') : labelOf(name);
}

function singular(label: string): string {
	return label
		.replace(/ies$/, 'y')
		.replace(/(ch|sh|ss|x)es$/, '$1')
		.replace(/([^s])s$/, '$1');
}

/** A label inside a sentence: `SOP Order` → `SOP order`. */
export function inSentence(label: string): string {
	return label
		.split(' ')
		.map((word) => (/^[A-Z]{2}/.test(word) ? word : word.toLowerCase()))
		.join(' ');
}

/** `AccountStatusActive`, `AccountStatusOnHold` → `Active`, `On Hold`: what all values of a field start with is left out. */
export function valueLabels(values: string[]): string[] {
	const stem = commonStem(values);
	return values.map((value) => spaced(value.slice(stem.length)));
}

/** Small words stay small, but for the first and the last of a title. */
function isSmall(word: string, position: number, count: number): boolean {
	return position > 0 && position < count - 1 && SMALL_WORDS.has(word);
}

function capitalise(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

function commonStem(values: string[]): string {
	const words = (text: string) => text.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+/g) ?? [text];
	const split = values.map(words);
	const [first = []] = split;
	const shared = first
		.slice(0, -1)
		.filter((word, at) => split.every((each) => each[at] === word && each.length > at + 1));
	return values.length > 1 && values.every((value) => value.startsWith(shared.join('')))
		? shared.join('')
		: '';
}

function spaced(value: string): string {
	return value.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, (first) => first.toUpperCase());
}
