/** Login and consent: what happens between the authorize address and the way back to the application. */
import { text } from 'node:stream/consumers';
import type { Context, Interaction, Provider } from './oidc.mts';
import { consentPage, loginPage } from './pages.mts';
import { USERS } from './users.mts';

const PATH = /^\/interaction\/[\w-]+$/;

/** The page of an interaction. */
export function interactionUrl(uid: string): string {
	return `/interaction/${uid}`;
}

/** Serves the pages and takes their answers. */
export function serveInteractions(provider: Provider, clientName: string): void {
	provider.use(async (context, next) => {
		if (!PATH.test(context.path)) return await next();
		const interaction = await provider.interactionDetails(context.req, context.res);
		if (context.method !== 'POST') return show(context, pageOf(interaction, clientName));
		const form = new URLSearchParams(await text(context.req));
		await answer(provider, context, interaction, form);
	});
}

function show(context: Context, html: string): void {
	context.type = 'html';
	context.set('cache-control', 'no-store');
	context.body = html;
}

function pageOf({ uid, prompt, session, params }: Interaction, clientName: string): string {
	if (prompt.name === 'login') return loginPage(interactionUrl(uid));
	return consentPage(
		interactionUrl(uid),
		clientName,
		session?.accountId ?? '',
		(params.scope ?? '').split(' '),
	);
}

async function answer(
	provider: Provider,
	context: Context,
	interaction: Interaction,
	form: URLSearchParams,
): Promise<void> {
	const finish = async (result: object) =>
		await provider.interactionFinished(context.req, context.res, result, {
			mergeWithLastSubmission: true,
		});
	if (form.get('answer') === 'deny') {
		return await finish({ error: 'access_denied', error_description: 'The user denied access.' });
	}
	if (interaction.prompt.name !== 'login')
		return await finish({ consent: { grantId: await granted(provider, interaction) } });
	const login = form.get('login')?.trim() ?? '';
	if (!Object.hasOwn(USERS, login) || USERS[login].password !== form.get('password')) {
		return show(context, loginPage(interactionUrl(interaction.uid), 'User or password is wrong.'));
	}
	await finish({ login: { accountId: login } });
}

async function granted(
	provider: Provider,
	{ grantId, session, params, prompt }: Interaction,
): Promise<string> {
	const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
	const grant =
		existing ?? new provider.Grant({ accountId: session!.accountId, clientId: params.client_id });
	const { missingOIDCScope, missingOIDCClaims } = prompt.details;
	if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
	if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
	return await grant.save();
}
