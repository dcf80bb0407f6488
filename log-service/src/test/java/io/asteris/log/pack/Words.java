package io.asteris.log.pack;

import java.util.List;

/** The pieces of {@link SampleTexts}: how mail programs, themes and shops of the usual kind put their mail together. */
final class Words {
    static final List<String> HEADS = List.of(
            "<!DOCTYPE html><html lang=\"en-US\"><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\" /><meta content=\"width=device-width, initial-scale=1.0\" name=\"viewport\"><title></title></head>",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\" /><meta name=\"viewport\" content=\"width=device-width, initial-scale=1.0\" /></head>",
            "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<style type=\"text/css\">\nbody { margin: 0; padding: 0; background-color: #f7f7f7; font-family: Arial, Helvetica, sans-serif; }\ntable { border-collapse: collapse; }\na { color: #0073aa; text-decoration: none; }\n@media only screen and (max-width: 600px) { .container { width: 100% !important; } }\n</style>\n</head>\n",
            "<html><body>");
    static final List<String> OPENINGS = List.of(
            "<body leftmargin=\"0\" marginwidth=\"0\" topmargin=\"0\" marginheight=\"0\" offset=\"0\"><table width=\"100%%\" id=\"outer_wrapper\" style=\"background-color: #f7f7f7;\" bgcolor=\"#f7f7f7\"><tr><td><div id=\"wrapper\" dir=\"ltr\" style=\"margin: 0 auto; padding: 70px 0; width: 100%%; max-width: 600px;\" width=\"100%%\"><table border=\"0\" cellpadding=\"0\" cellspacing=\"0\" height=\"100%%\" width=\"100%%\"><tr><td align=\"center\" valign=\"top\"><table border=\"0\" cellpadding=\"0\" cellspacing=\"0\" width=\"100%%\" id=\"template_container\" style=\"background-color: #fff; border: 1px solid #dedede; box-shadow: 0 1px 4px rgba(0,0,0,.1); border-radius: 3px;\" bgcolor=\"#fff\"><tr><td align=\"center\" valign=\"top\"><h1 style=\"font-family: &quot;Helvetica Neue&quot;,Helvetica,Roboto,Arial,sans-serif; font-size: 30px; font-weight: 300; line-height: 150%%; margin: 0; text-align: left; color: #fff; background-color: inherit;\" bgcolor=\"inherit\">%s</h1></td></tr>",
            "<body style=\"margin:0;padding:0;background:#f4f4f4;\"><table role=\"presentation\" width=\"100%%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td align=\"center\" style=\"padding:24px;\"><table role=\"presentation\" class=\"container\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"background:#ffffff;border-radius:6px;\"><tr><td style=\"padding:32px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px;color:#333333;\"><h2 style=\"margin:0 0 16px;font-size:22px;color:#111111;\">%s</h2>",
            "<div style=\"font-family: sans-serif; max-width: 640px; margin: 0 auto;\"><h2>%s</h2>");
    static final List<String> PARAGRAPHS = List.of(
            "<p style=\"margin: 0 0 16px;\">%s</p>\n",
            "<p>%s</p>\r\n", "<p style=\"margin:0 0 16px;font-size:16px;line-height:24px;color:#333333;\">%s</p>");
    static final List<String> BUTTONS = List.of(
            "<p><a href=\"%s\" style=\"display:inline-block;padding:12px 24px;background:#0073aa;color:#ffffff;text-decoration:none;border-radius:4px;font-weight:bold;\">%s</a></p>",
            "<p style=\"margin: 0 0 16px;\"><a class=\"link\" href=\"%s\" style=\"font-weight: normal; text-decoration: underline; color: #7f54b3;\">%s</a></p>");
    static final List<String> TABLES = List.of(
            "<div style=\"margin-bottom: 40px;\"><table class=\"td\" cellspacing=\"0\" cellpadding=\"6\" border=\"1\" style=\"color: #636363; border: 1px solid #e5e5e5; vertical-align: middle; width: 100%; font-family: 'Helvetica Neue', Helvetica, Roboto, Arial, sans-serif;\" width=\"100%\"><thead><tr><th class=\"td\" scope=\"col\" style=\"color: #636363; border: 1px solid #e5e5e5; vertical-align: middle; padding: 12px; text-align: left;\" align=\"left\">Product</th><th class=\"td\" scope=\"col\" style=\"color: #636363; border: 1px solid #e5e5e5; vertical-align: middle; padding: 12px; text-align: left;\" align=\"left\">Quantity</th><th class=\"td\" scope=\"col\" style=\"color: #636363; border: 1px solid #e5e5e5; vertical-align: middle; padding: 12px; text-align: left;\" align=\"left\">Price</th></tr></thead><tbody>",
            "<table width=\"100%\" cellpadding=\"8\" cellspacing=\"0\" border=\"0\" style=\"border-collapse:collapse;\"><thead><tr><th align=\"left\" style=\"border-bottom:1px solid #dddddd;\">Artikel</th><th align=\"left\" style=\"border-bottom:1px solid #dddddd;\">Menge</th><th align=\"right\" style=\"border-bottom:1px solid #dddddd;\">Preis</th></tr></thead><tbody>");
    static final List<String> ROWS = List.of(
            "<tr class=\"order_item\"><td class=\"td\" style=\"color: #636363; border: 1px solid #e5e5e5; padding: 12px; text-align: left; vertical-align: middle; font-family: 'Helvetica Neue', Helvetica, Roboto, Arial, sans-serif; word-wrap: break-word;\" align=\"left\">%s</td><td class=\"td\" style=\"color: #636363; border: 1px solid #e5e5e5; padding: 12px; text-align: left; vertical-align: middle; font-family: 'Helvetica Neue', Helvetica, Roboto, Arial, sans-serif;\" align=\"left\">%d</td><td class=\"td\" style=\"color: #636363; border: 1px solid #e5e5e5; padding: 12px; text-align: left; vertical-align: middle; font-family: 'Helvetica Neue', Helvetica, Roboto, Arial, sans-serif;\" align=\"left\"><span class=\"woocommerce-Price-amount amount\"><span class=\"woocommerce-Price-currencySymbol\">&euro;</span>%s</span></td></tr>",
            "<tr><td style=\"border-bottom:1px solid #eeeeee;\">%s</td><td style=\"border-bottom:1px solid #eeeeee;\">%d</td><td align=\"right\" style=\"border-bottom:1px solid #eeeeee;\">%s €</td></tr>");
    static final List<String> FOOTERS = List.of(
            "<table border=\"0\" cellpadding=\"10\" cellspacing=\"0\" width=\"100%%\" id=\"template_footer\"><tr><td colspan=\"2\" valign=\"middle\" id=\"credit\" style=\"border-radius: 6px; border: 0; color: #8a8a8a; font-family: &quot;Helvetica Neue&quot;,Helvetica,Roboto,Arial,sans-serif; font-size: 12px; line-height: 150%%; text-align: center; padding: 24px 0;\" align=\"center\"><p style=\"margin: 0 0 16px;\">%s</p></td></tr></table>",
            "<p style=\"margin:24px 0 0;font-size:12px;line-height:18px;color:#999999;\">%s</p>",
            "<hr><p><small>%s</small></p>");
    static final List<String> ENDS = List.of(
            "</td></tr></table></td></tr></table></div></td></tr></table></body></html>",
            "</td></tr></table></td></tr></table></body></html>",
            "</div></body></html>\n");
    static final List<String> TITLES = List.of(
            "Thank you for your order",
            "Your order is complete",
            "New order",
            "Your account has been created",
            "New comment",
            "Please moderate",
            "Contact form",
            "Invoice",
            "Your invoice is attached",
            "Shipping confirmation",
            "Your order was shipped",
            "Danke für deine Bestellung",
            "Ihre Bestellung ist abgeschlossen",
            "Rechnung",
            "Neue Bestellung",
            "Merci pour votre commande",
            "Gracias por su pedido",
            "Reminder: your appointment",
            "Newsletter",
            "Welcome",
            "Willkommen",
            "Subscription renewed");
    static final List<String> SENTENCES = List.of(
            "Hi %s, just to let you know &mdash; we've received your order #%d, and it is now being processed at %s:",
            "Hello %s, your order %d has been shipped. Thanks for shopping with %s.",
            "Hallo %s, wir haben deine Bestellung #%d erhalten und bearbeiten sie jetzt. Dein Team von %s",
            "Guten Tag %s, anbei erhalten Sie die Rechnung %d. Mit freundlichen Grüßen, %s",
            "A new comment by %s on the post %d is waiting for your approval. Currently there are comments waiting for approval at %s.",
            "You have received the following order from %s: order #%d. Congratulations on the sale. %s",
            "Name: %s<br />Phone: %d<br />Message: I would like to know more about your offer. This e-mail was sent from a contact form on %s",
            "Dear %s, thank you for your payment of invoice %d. If you have any questions please reply to this e-mail or visit %s.",
            "Bonjour %s, nous avons bien reçu votre commande n°%d. Merci de votre confiance, %s",
            "Hola %s, hemos recibido tu pedido #%d. Gracias por comprar en %s.",
            "If you did not ask for this, please ignore this e-mail, %s. Reference %d, %s",
            "Wenn Sie Fragen haben, antworten Sie einfach auf diese E-Mail. Kunde: %s, Nummer: %d, %s");
    static final List<String> NAMES = List.of(
            "Anna", "Ben", "Carla", "David", "Emma", "Finn", "Greta", "Hans", "Ida", "Jonas", "Klara", "Leon", "Marie",
            "Noah", "Olivia");
    static final List<String> SITES = List.of(
            "shop.example",
            "www.example.com",
            "store.example.org",
            "blog.example.net",
            "localhost.example",
            "example.de");
    static final List<String> THINGS = List.of(
            "T-shirt",
            "Coffee mug",
            "Notebook",
            "Gift card",
            "Kaffeebecher",
            "Hoodie with logo",
            "Shipping",
            "Subtotal:",
            "Zwischensumme:",
            "Payment method: Direct bank transfer",
            "Total:",
            "Versand",
            "Gesamt");
    static final List<String> CALLS = List.of(
            "View your order",
            "Pay for this order",
            "Approve it",
            "Visit the shop",
            "Bestellung ansehen",
            "Log in",
            "Unsubscribe",
            "Confirm");
    static final List<String> PATHS = List.of(
            "/my-account/view-order/",
            "/checkout/order-pay/",
            "/wp-admin/comment.php?action=approve&c=",
            "/product/",
            "/?p=",
            "/unsubscribe/");

    private Words() {}
}
