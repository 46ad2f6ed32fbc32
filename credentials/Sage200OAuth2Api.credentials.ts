import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

const CUSTOM = { show: { edition: ['custom'] } };

/**
 * Takes an address of one's own apart as a web client does, since n8n's expressions have no URL class. Blanks around it and
 * line breaks in it do not count, a backslash is a slash, and slashes after the scheme may be missing.
 */
const READ = String.raw`.trim().replace(/[\t\n\r]/g, "").replace(/\\/g, "/").replace(/^(?:(https?):)?\/*/i, (_, scheme) => (scheme ?? "https").toLowerCase() + "://")`;
/**
 * Leaves no http but to this very machine, for the client secret and the token could be read on the way; what stands before
 * an @ is no host. The node refuses such an address with a message; n8n's own calls, to connect and to test, are made over
 * https.
 */
const SAFELY = String.raw`${READ}.replace(/^https?:\/\/[^\/?#]*@/, "https://").replace(/^http:\/\/(?!(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d*)?([\/?#]|$))/i, "https://").replace(/\/+$/, "")`;
const IDENTITY = `($self["edition"] === "custom" ? $self["identityUrl"] : "https://id.sage.com")${SAFELY}`;
const AUTHORIZE = `={{ ${IDENTITY} }}/authorize`;
const RENEW = `={{ ${IDENTITY} }}/oauth/token`;
const PUBLISHED =
	'"https://api.columbus.sage.com/uk/" + ($credentials.edition === "standard" ? "sage200" : "sage200extra") + "/accounts/v1"';
const API = `={{ ($credentials.edition === "custom" ? $credentials.apiUrl : ${PUBLISHED})${SAFELY} }}`;

/**
 * The login to Sage 200: Sage ID's authorization code flow, whose token n8n keeps and renews.
 *
 * n8n applies no `authenticate` to OAuth2 credentials, so X-Site and X-Company are set by the node's transport.
 * The addresses are kept in fields of ours: n8n resets the stored values of its own hidden OAuth fields.
 */
export class Sage200OAuth2Api implements ICredentialType {
	name = 'sage200OAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Sage 200 OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/Sage200/sage200.svg',
		dark: 'file:../nodes/Sage200/sage200.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-sage200/n8n-nodes-sage200#connect-to-sage-200';

	/** The login is for the nodes of this package: n8n 2 keeps it from the HTTP Request node, which could send it anywhere. */
	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName:
				'Leave Site ID and Company ID empty, connect, and choose the company in any Sage 200 node.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Edition',
			name: 'edition',
			type: 'options',
			options: [
				{
					name: 'Custom Address',
					value: 'custom',
					description: 'A site published on your own network',
				},
				{
					name: 'Professional',
					value: 'professional',
					description: 'Sage 200 Professional, on your own server',
				},
				{
					name: 'Standard',
					value: 'standard',
					description: 'Sage 200 Standard, in the cloud of Sage',
				},
			],
			default: 'professional',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://sage.example.com/uk/sage200extra/accounts/v1',
			description:
				'Where the Sage 200 API is. Must start with https:// unless it is on the same machine as n8n.',
			displayOptions: CUSTOM,
		},
		{
			displayName: 'Identity URL',
			name: 'identityUrl',
			type: 'string',
			default: 'https://id.sage.com',
			description:
				'Where the login is. Must start with https:// unless it is on the same machine as n8n.',
			displayOptions: CUSTOM,
		},
		{
			displayName: 'Site ID',
			name: 'siteId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 3fa85f64-5717-4562-b3fc-2c963f66afa6',
			description:
				'Sent as X-Site. The node lists the sites and companies of your login: resource Company, operation Get Many.',
		},
		{
			displayName: 'Company ID',
			name: 'companyId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 2',
			description: 'Sent as X-Company. Every operation can choose another company.',
		},
		{
			displayName: 'Read Only',
			name: 'readOnly',
			type: 'boolean',
			default: false,
			description:
				'Whether this login may only read. The node then refuses everything that would change or lock data in Sage 200.',
		},
		{
			displayName: 'Login Lifetime (Days)',
			name: 'loginLifetimeDays',
			type: 'number',
			default: 90,
			description:
				'How long Sage lets this login live before a person must connect again. Chosen on the form on which Sage gives out client IDs; 90 days at most.',
		},
		{
			displayName: 'Subscription Key',
			name: 'subscriptionKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Leave empty: Sage has not asked for it since August 2025. Sent only if filled.',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: AUTHORIZE,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: RENEW,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: 'openid profile email offline_access',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// max_age makes the identity server tell in the id token when the person logged in (OpenID Connect Core 3.1.2.1).
			default: 'audience=s200ukipd/sage200&max_age=7776000',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: API,
			url: '/sites',
		},
	};
}
