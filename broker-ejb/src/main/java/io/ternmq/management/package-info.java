/** What an administrator can see and do, as a facade with view records; REST, the command line and MBeans call only this. */
package io.ternmq.management;
