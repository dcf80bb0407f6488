/**
 * The sites of the house and their API keys: made, changed and deleted by the operator, kept in the gateway's tables, told to every
 * service as one event a site. How a request is authenticated belongs to the platform.
 */
@NullMarked
package io.asteris.gateway.site;

import org.jspecify.annotations.NullMarked;
