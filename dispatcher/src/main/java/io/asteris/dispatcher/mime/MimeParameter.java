package io.asteris.dispatcher.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes a parameter of a MIME header: quoted where ASCII, in the form of RFC 2231 where not, in pieces where long. */
final class MimeParameter {
    /** Octets of value on one line; with the longest name of ours the line stays below 78. */
    private static final int PIECE = 50;

    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&-.^_`|~";

    private MimeParameter() {}

    /** The parameter with the semicolon before it, each piece on a line of its own. */
    static String of(String name, String value) {
        HeaderText.refuseControls("with a " + name, value);
        // Some readers take a quote mark for the form of RFC 2231, or decode encoded words here too.
        boolean ascii = !value.contains("=?") && value.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '\'');
        if (ascii && value.length() <= PIECE) {
            return ";\r\n " + name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        List<String> pieces = pieces(value);
        if (pieces.size() == 1) {
            return ";\r\n " + name + "*=UTF-8''" + pieces.getFirst();
        }
        var parameter = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            parameter.append(";\r\n ").append(name).append('*').append(i).append("*=");
            parameter.append(i == 0 ? "UTF-8''" : "").append(pieces.get(i));
        }
        return parameter.toString();
    }

    /** Percent-encoded; a piece ends between characters, because some readers decode each for itself. */
    private static List<String> pieces(String value) {
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        value.codePoints().mapToObj(MimeParameter::encoded).forEach(character -> {
            if (piece.length() + character.length() > PIECE) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            piece.append(character);
        });
        pieces.add(piece.toString());
        return pieces;
    }

    private static String encoded(int character) {
        if (PLAIN.indexOf(character) >= 0) {
            return Character.toString(character);
        }
        var escapes = new StringBuilder();
        for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            escapes.append(String.format("%%%02X", octet & 0xff));
        }
        return escapes.toString();
    }
}
