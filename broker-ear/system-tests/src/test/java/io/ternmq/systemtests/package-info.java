/** The EAR, the adapter and the runnable jar on real servers, used as their users use them. */
package io.ternmq.systemtests;
