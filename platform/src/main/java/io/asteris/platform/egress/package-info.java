/**
 * What the house may connect to on behalf of a site, and the one HTTP client it does so with (RELIABILITY S6). A service never
 * opens an outgoing URL by another way: {@link io.asteris.platform.egress.OutgoingHttp} looks the name up once, judges every
 * address by {@link io.asteris.platform.egress.EgressPolicy}, connects to the judged address and no other, checks the certificate
 * against the name, follows no redirect, repeats nothing, and bounds time and size. A call ends in a closed
 * {@link io.asteris.platform.egress.HttpResult}, which also says whether the other side may have acted on a request that got no
 * answer. What an answer means is the caller's.
 *
 * <pre>{@code
 * http.call(HttpCall.get(URI.create("https://example.org/certificate.pem")))
 *         .map(result -> switch (result) {
 *             case HttpResult.Answered answered -> ...
 *             case HttpResult.Failed failed -> ...
 *         });
 * }</pre>
 */
@NullMarked
package io.asteris.platform.egress;

import org.jspecify.annotations.NullMarked;
