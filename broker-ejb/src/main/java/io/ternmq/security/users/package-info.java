/** The users that the store keeps, and the first of them. */
package io.ternmq.security.users;
