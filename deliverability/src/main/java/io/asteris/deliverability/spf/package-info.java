/** SPF (RFC 7208) as published: records read, the tree of what they include, what it allows and what is wrong with it. */
@NullMarked
package io.asteris.deliverability.spf;

import org.jspecify.annotations.NullMarked;
