/** One poll of the trigger: each company in turn, as far as time goes; then items and state together. */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { Company } from '../core/company';
import { ALL_COMPANIES, chosenCompany, everyCompany } from '../core/companyChoice';
import { toNodeError } from '../core/errors';
import { originOf } from '../core/fanOut';
import { formProblems } from '../core/formCheck';
import { limitsOf } from '../core/limits';
import { Parameters } from '../core/parameters';
import { Run } from '../core/run';
import type { Site } from '../sage200/login/sites';
import type { SageApi } from '../sage200/protocol/api';
import { InvalidInput, invalid, SageFailure } from '../sage200/protocol/failures';
import { CREDENTIAL } from '../transport/connection';
import { remedyOfPoll } from '../transport/remedies';
import type { Happening, Machine } from '../trigger/happening';

import type { TriggerEvent } from './event';
import { COMMON, pollOptions, type PollOptions } from './form';
import { refuseUnknown } from './names';
import { carryOut, PageReader } from './pages';
import { PROCESS, sessionOf, type Session } from './session';
import { CAPACITY, eventOf, States } from './state';

/** n8n 1 has no budget to tell; n8n 2 gives five minutes, and far less where it schedules polls in its database. */
const USUAL_BUDGET = 300_000;
/** The share of the budget that is for pages; calls that are under way then may take the rest. */
const FOR_PAGES = 0.6;
const SECOND = 1000;
const SAMPLE = 3;
const STATE = 'sage200';

interface Place {
	/** Names it in the state and in the ids of events. */
	name: string;
	site?: Site;
	api: SageApi;
	company?: Company;
}

interface Watching {
	context: IPollFunctions;
	parameters: Parameters;
	event: TriggerEvent;
	run: Run;
	session: Session;
	/** n8n's own name of what called: the same for all polls of one activation. */
	activation: unknown;
	deadline: number;
}

/**
 * Carries out one poll.
 * @returns items, or null when there is nothing to tell
 * @throws NodeError, for the same reason once an hour at most
 */
export async function poll(
	context: IPollFunctions,
	events: Map<string, TriggerEvent>,
): Promise<INodeExecutionData[][] | null> {
	const { id } = context.getNode();
	const session = sessionOf(`${context.getWorkflow().id ?? ''}:${id}`);
	const budget = budgetOf(context);
	// Where n8n schedules polls in its database, each poll has a context of its own.
	const activation = budget < USUAL_BUDGET ? 'scheduled' : context;
	if (context.getMode() === 'manual')
		return await tellingTheNode(
			context,
			async () => await sample(await open(context, events, session, activation, budget)),
		);
	const items = await session.alone(activation, async () => {
		try {
			return await pollOnce(await open(context, events, session, activation, budget));
		} catch (error) {
			session.forgetLists();
			const nodeError = pollError(context, error);
			if (!session.isNews(nodeError.message, Date.now(), activation)) return [];
			throw nodeError;
		}
	});
	return items && items.length > 0 ? [items] : null;
}

async function open(
	context: IPollFunctions,
	events: Map<string, TriggerEvent>,
	session: Session,
	activation: unknown,
	budget: number,
): Promise<Watching> {
	const wanted = Parameters.ofNode(context).text('event');
	const event = events.get(wanted);
	if (!event) throw invalid('Event', `"${wanted}" does not exist`, 'Choose one from the list.');
	const form = [...event.properties, ...COMMON];
	const parameters = Parameters.ofNode(context, () => form);
	const problems = formProblems(parameters, form);
	if (problems.length > 0) throw new InvalidInput(problems);
	const limits = limitsOf(parameters);
	// One call must not use up the time of a whole poll.
	const timeout = Math.max(
		1,
		Math.min(limits.timeout, Math.floor((budget / SECOND) * (1 - FOR_PAGES))),
	);
	const deadline = Date.now() + budget * FOR_PAGES;
	const run = await Run.open(context, { ...limits, timeout, until: deadline });
	return { context, parameters, event, run, session, activation, deadline };
}

function budgetOf(context: IPollFunctions): number {
	const { getPollBudgetMs } = context as Partial<Pick<IPollFunctions, 'getPollBudgetMs'>>;
	return getPollBudgetMs?.() ?? USUAL_BUDGET;
}

async function pollOnce(watching: Watching): Promise<INodeExecutionData[]> {
	const { context, parameters, event, run, session, deadline } = watching;
	const options = pollOptions(parameters);
	// The companies first: the machine may ask one of them something, and their list may be known from an earlier poll.
	const places = session.inTurn(await placesOf(watching));
	await checkNames(watching, places);
	const machine = await event.machine(parameters, run);
	const memory = context.getWorkflowStaticData('node');
	const states = States.from(
		copyOf(memory[STATE]),
		scopeOf(watching),
		PROCESS,
		options.sendsAgain ? machine : undefined,
	);
	const items: INodeExecutionData[] = [];
	const failures: unknown[] = [];
	for (const place of places) {
		const rules = rulesOf(context, options, places.length, options.most - items.length);
		if (rules.most <= 0 || Date.now() > deadline) break;
		try {
			const { happenings, state } = await carryOut(
				machine.poll(states.of(place.name), rules),
				session.pagesOf(place.name).through(place.api),
				() => Date.now() > deadline,
			);
			states.set(place.name, state);
			items.push(...happenings.map((happening) => itemOf(happening, place)));
		} catch (error) {
			failures.push(error);
		}
		session.hadTurn(place);
	}
	store(memory, states);
	tellFailures(watching, failures, items.length);
	return items;
}

/** One company that fails does not stop the others; but when there is nothing else to tell, it is told. */
function tellFailures({ context, session }: Watching, failures: unknown[], told: number): void {
	const [failure] = failures;
	if (failure === undefined) return session.recovered();
	session.forgetLists();
	if (told === 0) throw failure;
	context.logger.warn(pollError(context, failure).message);
}

function rulesOf(context: IPollFunctions, options: PollOptions, companies: number, most: number) {
	return {
		clock: () => Date.now(),
		overlap: options.overlap,
		backFill: options.backFill,
		capacity: Math.floor(CAPACITY / companies),
		timeZone: context.getTimezone(),
		most,
	};
}

/** Written only when something changed, for n8n stores it then. */
function store(memory: IDataObject, states: States): void {
	const text = JSON.stringify(states.toStored());
	if (JSON.stringify(memory[STATE]) !== text) memory[STATE] = JSON.parse(text) as IDataObject;
}

/** n8n watches what it hands out for changes. */
function copyOf(value: unknown): unknown {
	return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** What was chosen; when it changes, the trigger starts anew. */
function scopeOf({ context, parameters, event, run }: Watching): string {
	const node = context.getNode();
	const { edition, siteId, companyId } = run.connection;
	return JSON.stringify([
		context.getWorkflow().id,
		node.id,
		node.credentials?.[CREDENTIAL]?.id,
		edition,
		siteId,
		companyId,
		chosenCompany(parameters),
		event.value,
		...event.scope(parameters),
	]);
}

async function placesOf(watching: Watching): Promise<Place[]> {
	const { event, parameters, run } = watching;
	const wanted = chosenCompany(parameters);
	if (event.withoutCompany) return [{ name: 'login', api: run.login }];
	const sites = wanted === '' ? [] : await sitesOf(watching);
	if (wanted !== ALL_COMPANIES) {
		const company = await run.company(wanted);
		return [placeOf(company)];
	}
	const companies = await everyCompany(sites, run);
	return companies.map(({ site, company }) => ({ ...placeOf(company), site }));
}

/** Read once in a while, so that a quiet poll costs one call for each company and no other. */
async function sitesOf(watching: Watching): Promise<Site[]> {
	const { run, session } = watching;
	const scope = scopeOf(watching);
	const known = session.sitesOf(scope, Date.now());
	if (known) {
		run.knows(known);
		return known;
	}
	const sites = await run.sites();
	session.reaches(sites, scope, Date.now());
	return sites;
}

function placeOf(company: Company): Place {
	const { api } = company;
	// `site/company`, out of `address|site|company`.
	return { name: api.scope.split('|').slice(1).join('/'), api, company };
}

/** Asked once in a while, for the same reason as the companies. */
async function checkNames(watching: Watching, places: Place[]): Promise<void> {
	const { event, parameters, session } = watching;
	const names = event.names?.(parameters);
	const scope = scopeOf(watching);
	if (!names || session.knowsNames(scope, Date.now())) return;
	await refuseUnknown(
		names,
		places.flatMap(({ company }) => company ?? []),
	);
	session.learntNames(scope, Date.now());
}

function itemOf(happening: Happening, { name, site }: Place): INodeExecutionData {
	const json = { ...happening.record, ...originOf(site), event: eventOf(happening, name) };
	return { json: json as IDataObject };
}

/** A few of the newest, of the first company; what is stored is neither read nor touched. */
async function sample(watching: Watching): Promise<INodeExecutionData[][] | null> {
	const { event, parameters, run, session, deadline } = watching;
	session.forgetLists();
	pollOptions(parameters);
	const places = await placesOf(watching);
	await checkNames(watching, places);
	const [place] = places;
	const machine: Machine = await event.machine(parameters, run);
	const happenings = await carryOut(
		machine.sample(SAMPLE, Date.now()),
		new PageReader().through(place.api),
		() => Date.now() > deadline,
	);
	const items = happenings.map((happening) =>
		itemOf({ ...happening, facts: { ...happening.facts, sample: true } }, place),
	);
	return items.length > 0 ? [items] : null;
}

/** Whatever fails is told as n8n's own error of the node, with what is to be done. */
async function tellingTheNode<Result>(
	context: IPollFunctions,
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw pollError(context, error);
	}
}

/** n8n's error for what a poll failed with. */
function pollError(context: IPollFunctions, error: unknown): Error {
	const isUnexplained = error instanceof SageFailure && error.facts.remedy === undefined;
	return toNodeError(
		context.getNode(),
		isUnexplained ? error.explained(remedyOfPoll(error)) : error,
		0,
	);
}
