/** Transactions of sessions. */
package io.ternmq.session.tx;
