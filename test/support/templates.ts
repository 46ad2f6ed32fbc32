/** Runs templates as a shop, a person or a schedule begins them, with a chat or a shop that they post to. */
import type { IDataObject } from 'n8n-workflow';

import { DataTables } from './dataTables';
import { SAGE, type NodeResult, type StoredCredential } from './engine';
import { play, type Outputs, type Played, type Template } from './played';

const WEBHOOK = 'n8n-nodes-base.webhook';
const FORM_TRIGGER = 'n8n-nodes-base.formTrigger';
const FORM = 'n8n-nodes-base.form';
const HTTP = 'n8n-nodes-base.httpRequest';
const RESPOND = 'n8n-nodes-base.respondToWebhook';

/** What surrounds n8n: its data tables, what is posted elsewhere, and what callers are answered. */
export class Surroundings {
	tables = new DataTables();
	posted: Array<{ url: string; body: IDataObject }> = [];
	answered: IDataObject[] = [];
	/** While set, nobody takes what is posted. */
	isAway = false;
	/** What happens while something is posted. */
	whenPosted?: () => void;

	/** Takes what a node posts. */
	post({ url, jsonBody }: IDataObject): IDataObject {
		if (this.isAway) throw new Error('The service is away');
		this.whenPosted?.();
		this.posted.push({ url: String(url), body: jsonBody as IDataObject });
		return { ok: true };
	}
}

/** What the simulated Sage 200 has for a setting that says CHANGE ME. */
const CHANGED = { webAccount: 'ZEN001' };

interface Circumstances {
	/** The settings of the template, as a person fills them in. */
	settings?: Record<string, string | number>;
	surroundings?: Surroundings;
}

/**
 * Runs a whole template, begun by one of its triggers.
 * @param start the trigger's name
 * @throws the error that ended the execution
 */
export async function runTemplate(
	template: Template,
	stored: StoredCredential,
	start: string,
	items: object[],
	circumstances: Circumstances = {},
): Promise<Outputs> {
	const { outputs, error } = await playIn(template, stored, start, items, circumstances);
	if (error) throw error;
	return outputs;
}

async function playIn(
	template: Template,
	stored: StoredCredential,
	from: string,
	items: object[],
	{ settings = {}, surroundings = new Surroundings() }: Circumstances,
): Promise<Played> {
	const named = (type: string) =>
		template.nodes.filter((node) => node.type === type).map(({ name }) => name);
	const played = await play(template, stored, {
		items,
		from,
		answers: Object.fromEntries(
			named(HTTP).map((name) => [name, (asked: IDataObject) => surroundings.post(asked)]),
		),
		settings: { ...CHANGED, ...settings },
		tables: surroundings.tables,
	});
	const answering = new Set(named(RESPOND));
	for (const { node, parameters } of played.sent)
		if (answering.has(node)) surroundings.answered.push(parameters.responseBody as IDataObject);
	return played;
}

/**
 * What the Sage node of an order template gives for the body of a shop's webhook or for a form, and the form's last page.
 * @throws the error that ended the execution, unless it is the template's own, which tells of what was refused
 */
export async function pushThrough(
	template: Template,
	stored: StoredCredential,
	body: object,
	{ headers = {}, settings = {} }: { headers?: object; settings?: Record<string, string> } = {},
): Promise<Pick<NodeResult, 'items' | 'errorItems' | 'json'> & { page: unknown }> {
	const start = template.nodes.find(({ type }) => [WEBHOOK, FORM_TRIGGER].includes(type))!;
	const sent = [start.type === WEBHOOK ? { headers, body } : body];
	const { outputs, error } = await playIn(template, stored, start.name, sent, { settings });
	const ofType = (type: string) =>
		outputs[template.nodes.find((node) => node.type === type)?.name ?? ''] ?? [];
	const [items = [], errorItems = []] = ofType(SAGE);
	if (error && errorItems.length === 0) throw error;
	const page = ofType(FORM)[0]?.[0]?.json.page;
	return { items, errorItems, json: items.map(({ json }) => json), page };
}
