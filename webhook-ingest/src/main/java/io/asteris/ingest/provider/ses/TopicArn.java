package io.asteris.ingest.provider.ses;

/** The name of an SNS topic, as an owner gives it. */
public final class TopicArn {
    private TopicArn() {}

    /**
     * The ARN without blanks around it.
     *
     * @throws IllegalArgumentException when it names no SNS topic
     */
    public static String normal(String given) {
        String arn = given.strip();
        if (!SnsHosts.isTopic(arn)) {
            throw new IllegalArgumentException(
                    "the ARN of an SNS topic looks like arn:aws:sns:eu-west-1:123456789012:name");
        }
        return arn;
    }
}
