// The shapes that the modules of the tablet hand one another; nothing of it runs.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {[string, string]} Entry  A field's name and value, as a form would send them. */
/** @typedef {"visit" | "round" | "attempt" | "edit"} Kind */

/**
 * What is known of a doctor who works on this tablet; the key itself stays wrapped by the PIN.
 * @typedef {object} Keeper
 * @property {number} author
 * @property {string} name
 * @property {string} username
 * @property {string} public  Whoever holds it may put in; base64 of the raw point.
 * @property {number} wrong  Wrong PINs in a row.
 * @property {string} contactAt  The last contact with the server, by the tablet's clock.
 */

/**
 * A doctor who gave the PIN: the key that takes out, and the one that puts in.
 * @typedef {{author: number, key: CryptoKey, public: string}} Held
 */

/**
 * The last contact with the server, as the tablet keeps it.
 * @typedef {object} Contact
 * @property {string} epoch
 * @property {number} last  The highest number of the server's inbox this tablet was told.
 * @property {{id: string, public: string}} serverKey  What items are sealed to.
 * @property {number} offset  Milliseconds the server's clock is ahead of the tablet's.
 * @property {string} at
 */

/**
 * One thing recorded here. What is sealed inside stands apart (store "parcels"), so that counting stays light.
 * @typedef {object} Item
 * @property {string} uuid
 * @property {number} author
 * @property {string} device
 * @property {Kind} kind
 * @property {number} format
 * @property {string} key  Which of the server's keys it is sealed to.
 * @property {string} hash  Of the sealed bytes, SHA-256 in hex.
 * @property {Bytes} label  Its words for the queue page, sealed to the keeper.
 * @property {string} capturedAt
 * @property {"waiting" | "sent"} state
 * @property {string | null} answer  The server's last word on receiving it.
 * @property {string | null} verdict  How it stands there: received, filed, to-mend, mended, closed.
 * @property {Bytes | null} told  The server's sentences, sealed to the keeper.
 * @property {string | null} sentAt
 * @property {number} tries  How often it was set back.
 */

/**
 * An item as it goes over the wire.
 * @typedef {object} WireItem
 * @property {string} uuid
 * @property {string} hash
 * @property {number} author
 * @property {string} key
 * @property {number} format
 * @property {Kind} kind
 * @property {string} captured_at
 * @property {string} sealed  Base64.
 */

/**
 * What the server answered about one item.
 * @typedef {object} Answered
 * @property {string} uuid
 * @property {string} hash
 * @property {string} answer
 * @property {string | null} state
 * @property {string[]} told
 */

export {};
