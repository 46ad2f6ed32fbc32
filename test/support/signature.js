/** What a shop signs its webhook with. n8n's lint keeps node:crypto out of .ts files. */
const { createHmac } = require('node:crypto');

/**
 * @param {object} body
 * @param {string} secret
 * @returns {string}
 */
function signatureOf(body, secret) {
	return createHmac('sha256', secret).update(JSON.stringify(body)).digest('base64');
}

module.exports = { signatureOf };
