/** One execution of the node: its credential, its limits, and the companies that its items go to. */
import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { SageApi, SageRequest } from '../sage200/protocol/api';
import { invalid, SageFailure } from '../sage200/protocol/failures';
import { diagnosed, isExplainable, reconnect } from '../sage200/login/diagnosis';
import { reachOf } from '../sage200/login/health';
import { listed, same, sitesIn, SITES_PATH, type Site } from '../sage200/login/sites';
import { SageClient, type ClientSettings, type HttpContext } from '../transport/client';
import {
	connectionOf,
	CREDENTIAL,
	headerText,
	secretsIn,
	type Connection,
} from '../transport/connection';
import { Lanes } from '../transport/lanes';
import { withoutSecrets } from '../transport/redact';
import { renewAccessToken } from '../transport/renewal';
import { DEFAULT_RETRY } from '../transport/retry';

import { Company } from './company';

const DEFAULT_TIMEOUT_SECONDS = 120;
export const DEFAULT_CALLS_IN_FLIGHT = 4;

type RunContext = HttpContext & Pick<IExecuteFunctions, 'getCredentials' | 'getNode'>;

export class Run {
	private readonly companies = new Map<string, Company>();
	private readonly lanes: Lanes;
	private sitesRead?: Promise<Site[]>;
	private sitesForCause?: Promise<Site[]>;
	/** Companies that the login turned out not to reach. */
	private readonly closed = new Map<string, SageFailure>();

	private constructor(
		private readonly context: RunContext,
		readonly connection: Connection,
		private readonly limits: IDataObject,
	) {
		this.lanes = new Lanes(this.callsInFlight);
	}

	/** @param limits the node's Options: callsInFlight, timeout (seconds), retries */
	static async open(context: RunContext, limits: IDataObject = {}): Promise<Run> {
		return new Run(context, connectionOf(await context.getCredentials(CREDENTIAL)), limits);
	}

	get callsInFlight(): number {
		return Number(this.limits.callsInFlight ?? DEFAULT_CALLS_IN_FLIGHT);
	}

	/**
	 * The company that an item asks for, the credential's own when it asks for none.
	 * @param wanted `site/company`, a company ID of the credential's site, or a company name
	 * @throws InvalidInput when the login does not reach such a company
	 */
	async company(wanted: string): Promise<Company> {
		if (wanted === '') return this.open(this.connection.siteId, this.connection.companyId);
		const { siteId, companyId } = await this.findSite(wanted);
		return this.open(siteId, companyId);
	}

	/** Sites and companies that the login reaches; read once an execution. */
	async sites(): Promise<Site[]> {
		this.sitesRead ??= this.readSites();
		return await this.sitesRead;
	}

	/** The credential as n8n has it stored now: with tokens that were renewed meanwhile. */
	async credential(): Promise<ICredentialDataDecryptedObject> {
		return await this.context.getCredentials(CREDENTIAL);
	}

	/** Its name in n8n. */
	get credentialName(): string {
		return this.context.getNode().credentials?.[CREDENTIAL]?.name ?? CREDENTIAL;
	}

	/** Renews the access token, even one that has not expired. */
	async renewAccessToken(): Promise<void> {
		await renewAccessToken(this.context, this.connection);
	}

	/** Calls that need no company: `/sites`. */
	get login(): SageApi {
		return this.client('', '');
	}

	/** Calls with tenancy headers exactly as given, for generic requests. */
	client(siteId: string, companyId: string): SageApi {
		return new SageClient(
			this.context,
			this.settings(headerText(siteId, 'X-Site'), headerText(companyId, 'X-Company')),
		);
	}

	private settings(siteId: string, companyId: string): ClientSettings {
		return {
			connection: this.connection,
			siteId,
			companyId,
			timeout: Number(this.limits.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
			retry: { ...DEFAULT_RETRY, maximum: Number(this.limits.retries ?? DEFAULT_RETRY.maximum) },
			lanes: this.lanes,
			foreseen: (request) => this.foreseen(request, siteId, companyId),
			explain: async (failure) =>
				await this.explained(await this.withoutSecrets(failure), siteId, companyId),
		};
	}

	/** Every further call would be refused like the first, and each makes n8n renew the token in vain. */
	private foreseen(
		{ method, path }: SageRequest,
		siteId: string,
		companyId: string,
	): SageFailure | undefined {
		const failure = this.closed.get(`${siteId}/${companyId}`);
		return failure && new SageFailure({ ...failure.facts, method, path });
	}

	/** A reply may repeat what was sent to it. */
	private async withoutSecrets(failure: SageFailure): Promise<SageFailure> {
		const { sageMessage } = failure.facts;
		if (sageMessage === undefined) return failure;
		const shown = withoutSecrets(sageMessage, secretsIn(await this.credential()));
		return shown === sageMessage ? failure : failure.saying(shown);
	}

	private open(siteId: string, companyId: string): Company {
		if (siteId === '' || companyId === '') {
			throw invalid(
				'Company',
				'is not set',
				'Fill Site ID and Company ID in the credential, or choose a company in the node.',
			);
		}
		const key = `${siteId}/${companyId}`;
		let company = this.companies.get(key);
		if (!company) this.companies.set(key, (company = new Company(this.client(siteId, companyId))));
		return company;
	}

	/** Tells what is behind a 401, 403 or 404; asks for the sites at most once an execution. */
	private async explained(
		failure: SageFailure,
		siteId: string,
		companyId: string,
	): Promise<SageFailure> {
		const { credentialName, connection } = this;
		if (failure.kind === 'loginEnded') return failure.explained(reconnect(credentialName));
		if (!isExplainable(failure)) return failure;
		const sites = failure.facts.path === SITES_PATH ? failure : await this.sitesOrFailure(failure);
		if (!sites) return failure;
		const explained = diagnosed(failure, {
			sites,
			siteId,
			companyId,
			credentialName,
			edition: connection.edition,
		});
		const isClosed =
			failure.kind === 'unauthorised' &&
			!(sites instanceof SageFailure) &&
			!reachOf(sites, { siteId, companyId }).company;
		if (isClosed) this.closed.set(`${siteId}/${companyId}`, explained);
		return explained;
	}

	/**
	 * Asked for once, without repetition: when it fails, that is told. After a 401 n8n has renewed the token already.
	 * Undefined when not even the attempt could be made.
	 */
	private async sitesOrFailure({ kind }: SageFailure): Promise<Site[] | SageFailure | undefined> {
		const login = { oauth2: { skipTokenRefresh: kind === 'unauthorised' } };
		this.sitesForCause ??=
			this.sitesRead ?? this.readSites({ retry: { ...DEFAULT_RETRY, maximum: 0 }, login });
		try {
			return await this.sitesForCause;
		} catch (error) {
			return error instanceof SageFailure ? error : undefined;
		}
	}

	private async findSite(wanted: string): Promise<Site> {
		const sites = await this.sites();
		const [site, company] = wanted.includes('/')
			? wanted.split('/')
			: [this.connection.siteId, wanted];
		const byId = sites.find((each) => same(each.siteId, site) && same(each.companyId, company));
		const byName = sites.filter((each) => same(each.companyName, wanted));
		if (byId) return byId;
		if (byName.length === 1) return byName[0];
		if (byName.length > 1)
			throw invalid(
				'Company',
				`"${wanted}" names several companies: ${listed(byName)}`,
				'Give one of them as site/company.',
			);
		const known = listed(sites);
		throw invalid(
			'Company',
			`"${wanted}" is not among the companies that this login reaches`,
			known
				? `It reaches: ${known}.`
				: 'It reaches none: the user is not enabled for the API, or the tunnel to the Sage server is down.',
		);
	}

	private async readSites(changes: Partial<ClientSettings> = {}): Promise<Site[]> {
		const api = new SageClient(this.context, { ...this.settings('', ''), ...changes });
		return sitesIn(await api.send({ method: 'GET', path: SITES_PATH }));
	}
}
