package io.asteris.dispatcher.mime;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Makes the plain-text part of a message that came with HTML only: words, line breaks, list marks and where links lead. */
final class PlainText implements NodeVisitor {
    private static final Set<String> SPACED =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr");

    private final StringBuilder text = new StringBuilder();

    private PlainText() {}

    static String of(String html) {
        Document document = Jsoup.parse(html);
        document.select("script, style, head, template").remove();
        var plain = new PlainText();
        document.body().traverse(plain);
        return plain.text
                        .toString()
                        .replaceAll("[ \\u00a0]+\n", "\n")
                        .replaceAll("\n{3,}", "\n\n")
                        .strip() + "\n";
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            addWords(words.getWholeText());
        } else if (node instanceof Element element) {
            open(element);
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return;
        }
        if (element.normalName().equals("a")) {
            addLink(element);
        }
        if (element.isBlock()) {
            breakLine(SPACED.contains(element.normalName()) ? 2 : 1);
        }
    }

    private void open(Element element) {
        String name = element.normalName();
        if (name.equals("br")) {
            text.append('\n');
        } else if (name.equals("img")) {
            addWords(element.attr("alt"));
        } else if (name.equals("td") || name.equals("th")) {
            addWords(" ");
        } else if (element.isBlock()) {
            breakLine(SPACED.contains(name) ? 2 : 1);
            text.append(name.equals("li") ? "- " : "");
        }
    }

    private void addLink(Element link) {
        String target = link.attr("href").strip();
        boolean leadsSomewhere = target.startsWith("https://") || target.startsWith("http://");
        if (leadsSomewhere && !link.text().strip().equals(target)) {
            text.append(" (").append(target).append(')');
        }
    }

    private void addWords(String words) {
        String oneLine = words.replaceAll("\\s+", " ");
        boolean atStart =
                text.isEmpty() || text.charAt(text.length() - 1) == '\n' || text.charAt(text.length() - 1) == ' ';
        text.append(atStart ? oneLine.stripLeading() : oneLine);
    }

    private void breakLine(int breaks) {
        int have = 0;
        for (int i = text.length() - 1; i >= 0 && text.charAt(i) == '\n'; i--) {
            have++;
        }
        if (!text.isEmpty()) {
            text.append("\n".repeat(Math.max(0, breaks - have)));
        }
    }
}
