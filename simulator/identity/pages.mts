/** The pages of the simulated Sage ID. */
import { NOTICE } from '../notice.mts';

const STYLE = `
	body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: #eef2f0; color: #1c2b24; }
	.notice { padding: 8px; background: #b3261e; color: #fff; text-align: center; font-weight: 600; }
	main { max-width: 360px; margin: 8vh auto; padding: 32px; background: #fff; border-radius: 12px; box-shadow: 0 2px 12px #0002; }
	h1 { margin: 0 0 16px; font-size: 22px; }
	label { display: block; margin: 12px 0 4px; font-size: 14px; }
	input { width: 100%; box-sizing: border-box; padding: 10px; font: inherit; border: 1px solid #9aa8a1; border-radius: 6px; }
	button { margin: 20px 8px 0 0; padding: 10px 20px; font: inherit; border: 1px solid #00703c; border-radius: 6px; cursor: pointer; }
	button.primary { background: #00703c; color: #fff; }
	button.plain { background: #fff; color: #00703c; }
	.problem { color: #b3261e; }
	small { color: #55635c; }
`;

function page(title: string, content: string): string {
	return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} – Simulator</title><style>${STYLE}</style></head>
<body><div class="notice">${NOTICE}</div><main><h1>${title}</h1>${content}</main></body>
</html>`;
}

/** Asks for user and password. */
export function loginPage(action: string, problem = ''): string {
	return page(
		'Simulated Sage ID',
		`${problem && `<p class="problem" role="alert">${escapeHtml(problem)}</p>`}
<form method="post" action="${action}">
<label for="login">User</label><input id="login" name="login" autocomplete="username" autofocus>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password">
<button class="primary" type="submit" name="answer" value="login">Log in</button>
<button class="plain" type="submit" name="answer" value="deny">Deny</button>
</form>
<p><small>User <b>demo</b>, password <b>demo</b>.</small></p>`,
	);
}

/** Asks whether the application may act for the user. */
export function consentPage(
	action: string,
	client: string,
	user: string,
	scopes: string[],
): string {
	return page(
		'Allow access?',
		`<p><b>${escapeHtml(client)}</b> wants to use Sage 200 as <b>${escapeHtml(user)}</b>.</p>
<p><small>Scopes: ${escapeHtml(scopes.join(', ') || 'none')}</small></p>
<form method="post" action="${action}">
<button class="primary" type="submit" name="answer" value="allow">Allow</button>
<button class="plain" type="submit" name="answer" value="deny">Deny</button>
</form>`,
	);
}

/** What a person can do about an error, where OAuth's own words help a programmer only. */
const ADVICE: Record<string, string> = {
	invalid_client: 'This client ID is not known. Copy it into the credential anew.',
	invalid_redirect_uri:
		'The redirect URL that was sent is not registered for this client ID. Have exactly the OAuth Redirect URL registered that the credential in n8n shows.',
};

/** Tells what went wrong: in plain words where there are any, and as OAuth names it. */
export function errorPage(error: string, description: string): string {
	return page(
		'Could not log in',
		`<p class="problem">${escapeHtml(ADVICE[error] ?? description)}</p><p><small>${escapeHtml(error)}: ${escapeHtml(description)}</small></p>`,
	);
}

function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
