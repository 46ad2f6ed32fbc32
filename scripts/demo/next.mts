/** What a person can try once the demo is up. */
import { say } from '../progress.mts';
import type { Stage } from '../stage.mts';
import { OWNER, TEMPLATES } from './stage.mts';

const SAMPLE = 'workflows/samples/shopify-order.json';
const AS_JSON = "-H 'Content-Type: application/json'";
/** The order is saved, and the line drops before Sage's answer. */
const LOST_ANSWER = {
	kind: 'dropAfterCommit',
	times: 1,
	match: { method: 'POST', path: '^/sop_orders$' },
};

/** Tells where everything is, and what to try. */
export function showNext({ n8n, sage }: Pick<Stage, 'n8n' | 'sage'>): void {
	const webhook = `curl -sS ${n8n.url}/webhook/shop-order ${AS_JSON}`;
	const faults = JSON.stringify({ faults: [LOST_ANSWER] });
	say(`
n8n's editor   ${n8n.url}/workflow/${TEMPLATES[0]}
sign in with   ${OWNER.email}, password ${OWNER.password}

What to try next, in another terminal in this folder:

1. Send the order again. It is in Sage once: the answer says "existing".
   ${webhook} -d @${SAMPLE}

2. Break Sage and watch: the line drops while Sage saves the next order. The answer says "recovered".
   curl -sS -X PUT ${sage.adminUrl}/faults ${AS_JSON} -d '${faults}'
   sed 's/#1001/#1002/' ${SAMPLE} | ${webhook} -d @-

3. See what Sage has: one order for each key.
   curl -sS ${sage.adminUrl}/orders

4. Connect a second credential, "Sage 200 OAuth2 API", as with Sage itself.
   Edition         Custom Address
   API URL         ${sage.apiUrl}
   Identity URL    ${sage.identityUrl}
   Client ID       ${sage.clientId}
   Client Secret   ${sage.clientSecret}
   Press Connect and log in as ${sage.login.user}, password ${sage.login.password}.

More ways to break it: simulator/README.md. Ctrl+C ends the demo; its data stays in .demo.
`);
}
