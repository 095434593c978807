/** Message selectors (3.8.1): a grammar parsed once, evaluated without allocation. */
package io.ternmq.selector;
