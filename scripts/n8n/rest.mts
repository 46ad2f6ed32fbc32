/** n8n's own REST interface, as its editor uses it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredCredential } from './cli.mts';
import type { Release } from './releases.mts';

/** n8n tries a trigger that fails five times, with growing waits, before it says so. */
const PUBLISHING_MS = 60_000;
const PUBLISHING_WAIT_MS = 100;

export interface Owner {
	email: string;
	password: string;
}

export interface PickList {
	/** The node's type and the parameters that its list reads; this package's node with none when left out. */
	node?: { type: string; parameters: object };
	/** The parameter that has the list. */
	parameter: string;
	/** The node's method that fills it. */
	method: string;
	search: string;
	credential: StoredCredential;
	/** Whoever may edit this workflow may see the list. */
	workflowId: string;
}

const OUR_NODE = { type: 'n8n-nodes-sage200.sage200', parameters: {} };

interface NodeType {
	name: string;
	version: number | number[];
}

interface Publication {
	status: string;
	triggers: unknown[];
}

/** One signed-in session. */
export class N8nRest {
	private cookie = '';

	constructor(
		private readonly url: string,
		private readonly release: Release,
	) {}

	/** Signs in; the first time on a new user folder, the owner's account is made. */
	async signIn({ email, password }: Owner): Promise<void> {
		const { userManagement } = await this.get<{
			userManagement: { showSetupOnFirstLoad: boolean };
		}>('/settings');
		if (userManagement.showSetupOnFirstLoad) {
			await this.send('POST', '/owner/setup', {
				email,
				password,
				firstName: 'Sage',
				lastName: 'Demo',
			});
		} else {
			await this.send('POST', '/login', { emailOrLdapLoginId: email, email, password });
		}
	}

	/** Makes a stored workflow live: when this returns, its webhooks answer and its schedule runs. */
	async publish(workflowId: string): Promise<void> {
		const { versionId } = await this.get<{ versionId: string }>(`/workflows/${workflowId}`);
		if (this.release.publishing === 'version') {
			await this.send('POST', `/workflows/${workflowId}/activate`, { versionId });
			await this.published(workflowId);
		} else {
			await this.send('PATCH', `/workflows/${workflowId}`, { active: true, versionId });
		}
	}

	/** n8n 2 answers the publishing call before the workflow's triggers are set up. */
	private async published(workflowId: string): Promise<void> {
		const deadline = Date.now() + PUBLISHING_MS;
		while (Date.now() < deadline) {
			const { status, triggers } = await this.get<Publication>(
				`/workflows/${workflowId}/publication-status`,
			);
			if (status === 'published') return;
			if (status === 'failed') throw new Error(`Not published: ${JSON.stringify(triggers)}`);
			await sleep(PUBLISHING_WAIT_MS);
		}
		throw new Error(`n8n did not publish workflow ${workflowId}`);
	}

	/** How many executions of a workflow are under way. */
	async running(workflowId: string): Promise<number> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status: ['running'] }));
		const { results } = await this.get<{ results: Array<{ status: string }> }>(
			`/executions?filter=${filter}`,
		);
		return results.filter(({ status }) => status === 'running').length;
	}

	/** All node types that the editor offers, each with the versions it has. */
	async nodeTypes(): Promise<Map<string, number[]>> {
		const response = await fetch(`${this.url}/types/nodes.json`, {
			headers: { Cookie: this.cookie },
		});
		const types = new Map<string, number[]>();
		for (const { name, version } of (await response.json()) as NodeType[]) {
			types.set(name, [...(types.get(name) ?? []), version].flat());
		}
		return types;
	}

	/** What a pick list of the node shows for a search text. */
	async pickList(list: PickList): Promise<Array<{ name: string; value: string }>> {
		const { node = OUR_NODE, parameter, method, search, credential, workflowId } = list;
		const { results } = await this.send<{ results: Array<{ name: string; value: string }> }>(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{
				path: `parameters.${parameter}`,
				methodName: method,
				filter: search,
				nodeTypeAndVersion: { name: node.type, version: 1 },
				currentNodeParameters: node.parameters,
				credentials: { [credential.type]: { id: credential.id, name: credential.name } },
				workflowId,
			},
		);
		return results;
	}

	/** Reads from a path below `/rest`. */
	async get<Answer>(path: string): Promise<Answer> {
		return await this.send<Answer>('GET', path);
	}

	/** Sends to a path below `/rest`. */
	async post<Answer>(path: string, body: object): Promise<Answer> {
		return await this.send<Answer>('POST', path, body);
	}

	private async send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { 'Content-Type': 'application/json', Cookie: this.cookie },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok)
			throw new Error(`n8n answered ${method} ${path} with ${response.status}: ${text}`);
		const [session] = response.headers.getSetCookie();
		if (session) this.cookie = session.split(';')[0];
		return (JSON.parse(text) as { data: Answer }).data;
	}
}
