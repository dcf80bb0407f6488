package io.asteris.dispatcher.smtp;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.Said;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * One message over one ready connection (RFC 5321 3.3): envelope, body, final dot, answer. It runs on the connection's event
 * loop. It fails only by a defect of ours, before the dot; everything a server can do ends in an {@link Answer}.
 */
final class SmtpTransaction {
    private final SmtpConnection connection;
    private final SmtpTimeouts timeouts;
    private final EnvelopeCommands commands;
    private final RecipientReplies replies;
    private final long dialogueEnd;
    private boolean serverSpoke;
    private boolean deadOnArrival;
    private boolean dotIsOut;

    SmtpTransaction(SmtpConnection connection, SmtpTimeouts timeouts, SmtpEnvelope envelope, MessageSource message) {
        this.connection = connection;
        this.timeouts = timeouts;
        this.commands = new EnvelopeCommands(connection.capabilities(), envelope, message);
        this.replies = new RecipientReplies(commands.unsayable());
        this.dialogueEnd = System.nanoTime() + timeouts.dialogue().toNanos();
    }

    /** Whether the server ended the connection, or announced its end, before it said anything to this message. */
    boolean deadOnArrival() {
        return deadOnArrival;
    }

    /** The server's answer. */
    Future<Answer> run() {
        Optional<Answer> hopeless = commands.hopeless();
        if (hopeless.isPresent()) {
            return Future.succeededFuture(hopeless.get());
        }
        connection.countMail();
        return begin().recover(this::brokeOff);
    }

    private Future<Answer> begin() {
        boolean resetFirst = connection.resetOwed();
        connection.resetOwed(true);
        if (commands.pipelined()) {
            connection.write(commands.flight(resetFirst));
        }
        if (!resetFirst) {
            return mail();
        }
        return ask("RSET").compose(reset -> reset.isPositive() ? mail() : outOfStep(reset));
    }

    private Future<Answer> mail() {
        return ask(commands.mail()).compose(reply -> {
            if (reply.isPositive()) {
                return recipient(0);
            }
            return refusedAfterFlight(
                    refusal(Stage.MAIL, reply), commands.recipients().size() + 1);
        });
    }

    private Future<Answer> recipient(int index) {
        if (index == commands.recipients().size()) {
            return data();
        }
        SmtpRecipient recipient = commands.recipients().get(index);
        return ask(EnvelopeCommands.rcpt(recipient)).compose(reply -> {
            if (reply.isClosing() || reply.isGoAhead()) {
                return Future.succeededFuture(refusal(Stage.RCPT, reply));
            }
            replies.add(recipient.position(), reply);
            return recipient(index + 1);
        });
    }

    private Future<Answer> data() {
        if (!replies.anyTaken()) {
            return refusedAfterFlight(replies.noneTaken(), 1);
        }
        return ask("DATA").compose(reply -> {
            if (reply.code() != 354) {
                return Future.succeededFuture(refusal(Stage.DATA, reply));
            }
            return new BodyWriter(connection, timeouts, commands.message(), () -> dotIsOut = true)
                    .write()
                    .compose(early -> early.map(this::beforeItsTime)
                            .orElseGet(
                                    () -> connection.reply(timeouts.afterDot()).map(this::afterDot)));
        });
    }

    /** A reply in the middle of the body: the server gave up on a message that it cannot have taken. */
    private Future<Answer> beforeItsTime(SmtpReply reply) {
        return connection.close().transform(closed -> Future.succeededFuture(refusal(Stage.DOT, reply)));
    }

    private Answer afterDot(SmtpReply reply) {
        connection.resetOwed(false);
        if (reply.isPositive()) {
            return new Answer.Taken(reply.said(), QueueId.in(reply.text()), false, replies.exceptions());
        }
        if (reply.isGoAhead()) {
            connection.spend();
            return new Answer.Unknown(reply.said(), replies.exceptions());
        }
        return refusal(Stage.DOT, reply);
    }

    private Answer refusal(Stage stage, SmtpReply reply) {
        if (reply.isClosing()) {
            connection.spend();
        }
        if (reply.isPositive() || reply.isGoAhead()) {
            // Replies and commands are out of step: which reply meant what can no longer be told.
            connection.close();
            return new Answer.NotTaken(Cause.TRANSIENT, reply.said(), null, replies.exceptions());
        }
        ReplyClassifier.Verdict verdict = ReplyClassifier.classify(stage, reply);
        return switch (verdict.cause()) {
            case PERMANENT, RECIPIENT -> new Answer.Refused(Cause.PERMANENT, reply.said(), replies.exceptions());
            case TRANSIENT, THROTTLED, CONFIGURATION ->
                new Answer.NotTaken(verdict.cause(), reply.said(), verdict.retryAfter(), replies.exceptions());
        };
    }

    /** The rest of a flight is under way already: its replies must be read before the connection is of use again. */
    private Future<Answer> refusedAfterFlight(Answer answer, int outstanding) {
        if (!commands.pipelined() || outstanding == 0 || !connection.isUsable()) {
            return Future.succeededFuture(answer);
        }
        return connection.reply(limit()).transform(next -> {
            if (next.failed() || next.result().isGoAhead()) {
                // RFC 2920 3.1: a server that now waits for a body, meant for nobody, can only be left.
                return connection.close().transform(closed -> Future.succeededFuture(answer));
            }
            return refusedAfterFlight(answer, outstanding - 1);
        });
    }

    private Future<Answer> outOfStep(SmtpReply reply) {
        connection.spend();
        return Future.succeededFuture(Answer.NotTaken.of(Cause.TRANSIENT, reply.said()));
    }

    private Future<SmtpReply> ask(String command) {
        Future<SmtpReply> reply = commands.pipelined() ? connection.reply(limit()) : connection.ask(command, limit());
        return reply.onComplete(asked -> {
            boolean ended = asked.succeeded()
                    ? asked.result().isClosing()
                    : asked.cause() instanceof SmtpFailure failure && failure.kind() == SmtpFailure.Kind.DROPPED;
            deadOnArrival |= ended && !serverSpoke;
            serverSpoke |= asked.succeeded();
        });
    }

    private Future<Answer> brokeOff(Throwable failure) {
        connection.spend();
        Said said = Said.ours(failure instanceof SmtpFailure known ? known.words() : "the call broke off");
        Answer answer = dotIsOut
                ? new Answer.Unknown(said, replies.exceptions())
                : new Answer.NotTaken(Cause.TRANSIENT, said, null, replies.exceptions());
        // Closed without a word: inside a body even QUIT would be text.
        return connection.close().transform(closed -> {
            boolean ourDefect = !dotIsOut && !(failure instanceof SmtpFailure);
            return ourDefect ? Future.failedFuture(failure) : Future.succeededFuture(answer);
        });
    }

    private Duration limit() {
        return timeouts.replyBefore(dialogueEnd);
    }
}
