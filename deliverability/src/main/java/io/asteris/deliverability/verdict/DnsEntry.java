package io.asteris.deliverability.verdict;

/**
 * A record as it stands in a zone, or as the owner is to enter it.
 *
 * @param name without the final dot
 * @param type such as TXT or CNAME
 * @param value to the letter
 */
public record DnsEntry(String name, String type, String value) {}
