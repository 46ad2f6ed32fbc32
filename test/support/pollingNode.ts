/** The trigger node in an active workflow, polled on n8n's own context: its state, its restarts, its budget. */
import type { IDataObject, INode, IPollFunctions, Workflow } from 'n8n-workflow';

import {
	pollContext,
	SAGE_TRIGGER,
	triggerWorkflow,
	types,
	type StoredCredential,
	type TriggerPlace,
} from './engine';

/** Polls the trigger, stops it and starts it again. */
export class PollingNode {
	private active: { workflow: Workflow; node: INode };
	private context?: IPollFunctions;
	/** Ids of all events that were emitted. */
	readonly emitted: string[] = [];

	constructor(
		private readonly login: StoredCredential,
		private readonly parameters: IDataObject,
		private readonly overrides: TriggerPlace & Partial<INode> = {},
	) {
		this.active = triggerWorkflow(parameters, overrides);
	}

	/** One scheduled poll; the JSON of its items. */
	async poll(): Promise<IDataObject[]> {
		this.context ??= pollContext(this.login, this.active, 'trigger');
		return this.kept(await pollWith(this.context));
	}

	/** Two polls that n8n starts at the same time. */
	async pollTwice(): Promise<IDataObject[][]> {
		this.context ??= pollContext(this.login, this.active, 'trigger');
		return await Promise.all([pollWith(this.context), pollWith(this.context)]);
	}

	/** A run in the editor. */
	async try(): Promise<IDataObject[]> {
		return await pollWith(pollContext(this.login, this.active, 'manual'));
	}

	/** A poll in a budget, as where n8n schedules polls in its database: each has a context of its own. */
	async pollWithin(budget: number): Promise<IDataObject[]> {
		return this.kept(await pollWith(pollContext(this.login, this.active, 'trigger', budget)));
	}

	/** The workflow is activated anew, with other parameters. */
	reactivate(parameters: IDataObject = {}, overrides: Partial<INode> = {}): void {
		this.active = triggerWorkflow(
			{ ...this.parameters, ...parameters },
			{ ...this.overrides, ...overrides, staticData: this.staticData },
		);
		this.context = undefined;
	}

	/** The same node in a workflow that was made out of this one, with all that n8n stored of it. */
	copiedTo(workflowId: string): PollingNode {
		const { staticData } = this;
		return new PollingNode(this.login, this.parameters, {
			...this.overrides,
			workflowId,
			staticData,
		});
	}

	/** Another trigger in the same workflow. */
	beside(overrides: Partial<INode>): PollingNode {
		const node = new PollingNode(this.login, this.parameters, overrides);
		node.active.workflow.staticData = this.active.workflow.staticData;
		return node;
	}

	/** n8n is killed and started: the state is read from the database, in a process with another name. */
	restart(staticData = this.staticData): void {
		const state = this.stateIn(staticData);
		if (state) state.process = 'another process';
		this.active = triggerWorkflow(this.parameters, { ...this.overrides, staticData });
		this.context = undefined;
	}

	/** As n8n stores it. */
	get staticData(): IDataObject {
		return JSON.parse(JSON.stringify(this.active.workflow.staticData)) as IDataObject;
	}

	private kept(items: IDataObject[]): IDataObject[] {
		this.emitted.push(...items.map(({ event }) => String((event as IDataObject).id)));
		return items;
	}

	private stateIn(staticData: IDataObject): IDataObject | undefined {
		const ofNode = staticData[`node:${this.active.node.name}`] as IDataObject | undefined;
		return ofNode?.sage200 as IDataObject | undefined;
	}
}

async function pollWith(context: IPollFunctions): Promise<IDataObject[]> {
	const result = await types[SAGE_TRIGGER].poll!.call(context);
	return (result?.[0] ?? []).map(({ json }) => json);
}
