/** A user's application for the tests: an EJB jar and a web module. */
package io.ternmq.systemtests.user;
