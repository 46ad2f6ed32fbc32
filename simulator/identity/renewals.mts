/**
 * Counts the calls that renew a token. That Sage ends a login whose old refresh token is used again is inferred (api.md
 * b).
 */
import type { Provider } from './oidc.mts';

export interface Renewals {
	granted: number;
	refused: number;
	/** The most that were under way at the same time. */
	mostAtOnce: number;
}

const TOKEN_PATH = '/oauth/token';

/** Counts from now on; the object changes as calls come. */
export function countRenewals(provider: Provider): Renewals {
	const renewals: Renewals = { granted: 0, refused: 0, mostAtOnce: 0 };
	let underWay = 0;
	provider.use(async (context, next) => {
		if (context.path !== TOKEN_PATH) return await next();
		underWay++;
		renewals.mostAtOnce = Math.max(renewals.mostAtOnce, underWay);
		try {
			await next();
		} finally {
			underWay--;
			renewals[context.status === 200 ? 'granted' : 'refused']++;
		}
	});
	return renewals;
}

/** Counts from nothing again. */
export function resetRenewals(renewals: Renewals): void {
	Object.assign(renewals, { granted: 0, refused: 0, mostAtOnce: 0 });
}
