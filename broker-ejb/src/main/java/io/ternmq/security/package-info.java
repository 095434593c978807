/** Who may in and what they may do: ports, and the users in the store. */
package io.ternmq.security;
