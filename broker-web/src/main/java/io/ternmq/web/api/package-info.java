/** REST under {@code /api}: resources that hand out the records of the management facade as JSON. */
package io.ternmq.web.api;
