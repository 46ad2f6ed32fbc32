/** A Sage 200 and its identity server in one, of which a test says only how they answer: not our simulator. */
import { credential, type StoredCredential } from './engine';
import { HttpServer, reply, type Answer } from './httpServer';

type Body = object | string;

export const SITES = [
	{ site_id: 'site-1', site_name: 'Head Office', company_id: 7, company_name: 'Northgate Ltd' },
];

/** Answers each path as a test says. */
export class SageServer {
	private readonly server = new HttpServer();
	private address = '';
	private issued = 0;
	/** Path → answer: a status, a body, or a function. What is not named is a 404. */
	paths: Record<string, number | Body | Answer> = {};
	/** The same for the token endpoint; a new pair of tokens unless told otherwise. */
	token?: number | Body | Answer;

	async start(): Promise<void> {
		this.address = await this.server.start();
		this.server.answer = (call, response) => {
			const path = new URL(call.url, this.address).pathname;
			const told =
				path === '/oauth/token'
					? (this.token ?? this.newTokens())
					: (this.paths[path.replace(/^\/api/, '')] ?? this.paths['*'] ?? 404);
			if (typeof told === 'function') told(call, response);
			else if (typeof told === 'number') reply(response, told, '');
			else reply(response, 200, told);
		};
	}

	async stop(): Promise<void> {
		await this.server.stop();
	}

	/** Forgets calls and answers. */
	clear(): void {
		this.server.calls = [];
		this.paths = {};
		this.token = undefined;
	}

	/** How many calls there were. */
	get calls(): number {
		return this.server.calls.length;
	}

	/** How often a path was called. */
	count(path: string): number {
		return this.server.calls.filter(
			({ url }) => url.split('?')[0] === (path === '/oauth/token' ? path : `/api${path}`),
		).length;
	}

	connected(overrides: object = {}): StoredCredential {
		return credential({
			apiUrl: `${this.address}/api`,
			identityUrl: this.address,
			siteId: 'site-1',
			companyId: '7',
			clientId: 'client',
			clientSecret: 'client-secret-of-the-test',
			subscriptionKey: 'subscription-key-of-the-test',
			oauthTokenData: {
				access_token: 'access-token-of-the-test',
				refresh_token: 'refresh-token-of-the-test',
				token_type: 'Bearer',
			},
			...overrides,
		});
	}

	private newTokens(): Body {
		this.issued++;
		return {
			access_token: `access-${this.issued}-of-the-test`,
			refresh_token: `refresh-${this.issued}-of-the-test`,
			token_type: 'Bearer',
			expires_in: 28_800,
		};
	}
}

/** An answer with this status and body. */
export function status(code: number, body: Body, headers: Record<string, string> = {}): Answer {
	return (_call, response) => reply(response, code, body, headers);
}

/** The line drops before anything is answered. */
export const dropped: Answer = (_call, response) => response.destroy();
