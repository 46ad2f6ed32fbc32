/** One execution of the node: its credential, its limits, and the companies that its items go to. */
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { SageApi } from '../sage200/protocol/api';
import { invalid, SageFailure } from '../sage200/protocol/failures';
import { listed, same, sitesIn, SITES_PATH, type Site } from '../sage200/login/sites';
import { SageClient, type ClientSettings, type HttpContext } from '../transport/client';
import {
	connectionOf,
	CREDENTIAL,
	headerText,
	readCredential,
	secretsIn,
	type Connection,
} from '../transport/connection';
import { withoutSecrets } from '../transport/redact';
import { renewAccessToken } from '../transport/renewal';
import { DEFAULT_RETRY } from '../transport/retry';
import { ProvenLogin } from '../transport/provenLogin';
import { Session } from '../transport/session';

import { Company } from './company';
import { FailedLogin, type Place } from './failedLogin';
import type { Limits } from './limits';

type RunContext = HttpContext & Pick<IExecuteFunctions, 'getCredentials' | 'getNode'>;

export class Run {
	private readonly companies = new Map<string, Company>();
	private readonly session: Session;
	private sitesRead?: Promise<Site[]>;
	private readonly failedLogin: FailedLogin;

	private constructor(
		private readonly context: RunContext,
		readonly connection: Connection,
		readonly limits: Limits,
		login: ProvenLogin,
	) {
		this.session = new Session(limits.callsInFlight, login);
		this.failedLogin = new FailedLogin({
			edition: connection.edition,
			credentialName: this.credentialName,
			sitesRead: () => this.sitesRead,
			readSites: async (changes) => await this.readSites(changes),
		});
	}

	/**
	 * Reads the credential of the node.
	 * @param mayOnlyRead whether the node lets nothing be changed, even where its credential would
	 */
	static async open(context: RunContext, limits: Limits, mayOnlyRead = false): Promise<Run> {
		const credential = await readCredential(context);
		const connection = connectionOf(credential);
		const readOnly = connection.readOnly || mayOnlyRead;
		return new Run(context, { ...connection, readOnly }, limits, ProvenLogin.of(credential));
	}

	/**
	 * The company that an item asks for, the credential's own when it asks for none.
	 * @param wanted `site/company`, a company ID of the credential's site, or a company name
	 * @throws InvalidInput when the login does not reach such a company
	 */
	async company(wanted: string): Promise<Company> {
		if (wanted === '') return this.companyAt(this.connection.siteId, this.connection.companyId);
		const { siteId, companyId } = await this.findSite(wanted);
		return this.companyAt(siteId, companyId);
	}

	/** Sites and companies that the login reaches; read once an execution. */
	async sites(): Promise<Site[]> {
		this.sitesRead ??= this.readSites();
		return await this.sitesRead;
	}

	/** Goes by a list of sites and companies that was read before. */
	knows(sites: Site[]): void {
		this.sitesRead = Promise.resolve(sites);
	}

	/** The credential as n8n has it stored now: with tokens that were renewed meanwhile. */
	async credential(): Promise<ICredentialDataDecryptedObject> {
		return await readCredential(this.context);
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
			this.settings({
				siteId: headerText(siteId, 'X-Site'),
				companyId: headerText(companyId, 'X-Company'),
			}),
		);
	}

	private settings(place: Place): ClientSettings {
		return {
			connection: this.connection,
			...place,
			timeout: this.limits.timeout * 1000,
			retry: { ...DEFAULT_RETRY, maximum: this.limits.retries, until: this.limits.until },
			session: this.session,
			foreseen: (request) => this.failedLogin.foreseen(request, place),
			explain: async (failure) =>
				await this.failedLogin.explained(await this.withoutSecrets(failure), place),
		};
	}

	/** A reply may repeat what was sent to it. */
	private async withoutSecrets(failure: SageFailure): Promise<SageFailure> {
		const { sageMessage } = failure.facts;
		if (sageMessage === undefined) return failure;
		const shown = withoutSecrets(sageMessage, secretsIn(await this.credential()));
		return shown === sageMessage ? failure : failure.saying(shown);
	}

	private companyAt(siteId: string, companyId: string): Company {
		if (siteId === '' || companyId === '') {
			throw invalid(
				'Company',
				'is not chosen',
				'Choose it under Company, near the end of the form, or put Site ID and Company ID into the credential.',
			);
		}
		const key = `${siteId}/${companyId}`;
		let company = this.companies.get(key);
		if (!company) this.companies.set(key, (company = new Company(this.client(siteId, companyId))));
		return company;
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
		const api = new SageClient(this.context, {
			...this.settings({ siteId: '', companyId: '' }),
			...changes,
		});
		return sitesIn(await api.send({ method: 'GET', path: SITES_PATH }));
	}
}
