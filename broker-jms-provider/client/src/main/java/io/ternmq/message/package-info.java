/** What a message is, to the client and to the broker alike: its header, its body's encoding and the names of destinations. Knows no transport. */
package io.ternmq.message;
