/** How every refusal and failure looks on the wire: problem details (RFC 9457), without a stack trace or a server's name. */
package io.ternmq.web.problem;
