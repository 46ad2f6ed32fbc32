/** The parts of oidc-provider that the simulator uses; the package ships no types. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Context {
	req: IncomingMessage;
	res: ServerResponse;
	method: string;
	path: string;
	status: number;
	type: string;
	body: unknown;
	set(name: string, value: string): void;
	oidc?: { entities: { RotatedRefreshToken?: { jti: string } } };
}

export interface Interaction {
	uid: string;
	prompt: { name: string; details: { missingOIDCScope?: string[]; missingOIDCClaims?: string[] } };
	params: { client_id: string; scope?: string; [name: string]: unknown };
	session?: { accountId: string };
	grantId?: string;
}

export interface Grant {
	addOIDCScope(scope: string): void;
	addOIDCClaims(claims: string[]): void;
	save(): Promise<string>;
}

interface RefreshToken {
	save(): Promise<string>;
}

export interface Provider {
	use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
	callback(): (request: IncomingMessage, response: ServerResponse) => void;
	interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
	interactionFinished(
		request: IncomingMessage,
		response: ServerResponse,
		result: object,
		options?: object,
	): Promise<void>;
	on(event: string, listener: (context: Context, error: Error) => void): void;
	Client: {
		find(id: string): Promise<object>;
		prototype: { redirectUriAllowed(address: string): boolean; redirectUris: string[] };
	};
	Grant: {
		new (fields: { accountId: string; clientId: string }): Grant;
		find(id: string): Promise<Grant | undefined>;
	};
	RefreshToken: new (fields: object) => RefreshToken;
	IdToken: { prototype: { payload(): Promise<Record<string, unknown>> } };
}

interface OidcProvider {
	default: new (issuer: string, configuration: object) => Provider;
	errors: { InvalidRequest: new (description: string) => Error };
}

/** Loads oidc-provider without its remark that Node 20 is older than what it is tested on. */
export async function loadProvider(): Promise<OidcProvider> {
	const { warn } = console;
	console.warn = () => {};
	try {
		// A name that the compiler cannot follow: there are no types to find.
		const name: string = 'oidc-provider';
		return (await import(name)) as OidcProvider;
	} finally {
		console.warn = warn;
	}
}
