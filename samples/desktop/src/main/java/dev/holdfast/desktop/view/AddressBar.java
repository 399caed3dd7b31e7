package dev.holdfast.desktop.view;

import dev.holdfast.desktop.model.Endpoint;
import dev.holdfast.desktop.model.Secrets;
import java.util.List;
import java.util.Map;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import org.jspecify.annotations.Nullable;

/** The address bar. */
final class AddressBar {
    private final JPanel panel = new JPanel();
    private final JTextField url = new JTextField();
    private final JComboBox<Endpoint.Protocol> protocol = new JComboBox<>(Endpoint.Protocol.values());
    private final Secrets secrets = new Secrets();

    AddressBar(Command connect, Command askHeaders) {
        panel.setLayout(new BoxLayout(panel, BoxLayout.X_AXIS));
        panel.setOpaque(false);
        panel.setBorder(BorderFactory.createEmptyBorder(0, 2, 0, 2));
        url.getAccessibleContext().setAccessibleName("URL of the feed");
        url.putClientProperty("JTextField.placeholderText", "https://… for SSE, wss://… for WebSocket");
        url.setToolTipText("http and https select Server-Sent Events, ws and wss WebSocket");
        url.addActionListener(connect);
        protocol.getAccessibleContext().setAccessibleName("Protocol");
        protocol.setToolTipText("plain: raw messages, each topic is a path below the URL");
        protocol.setMaximumSize(protocol.getPreferredSize());
        add(label("URL", 'L', url), 6);
        add(url, 10);
        add(label("Protocol", 'P', protocol), 6);
        add(protocol, 10);
        add(new JButton(askHeaders), 6);
        JButton go = new JButton(connect);
        go.putClientProperty("JButton.buttonType", "default");
        add(go, 0);
    }

    private static JLabel label(String text, char mnemonic, javax.swing.JComponent of) {
        JLabel label = new JLabel(text);
        label.setDisplayedMnemonic(mnemonic);
        label.setLabelFor(of);
        return label;
    }

    private void add(java.awt.Component component, int gap) {
        panel.add(component);
        if (gap > 0) panel.add(Box.createHorizontalStrut(gap));
    }

    JPanel panel() {
        return panel;
    }

    JTextField url() {
        return url;
    }

    JComboBox<Endpoint.Protocol> protocol() {
        return protocol;
    }

    void show(Endpoint endpoint) {
        url.setText(endpoint.url());
        url.setCaretPosition(0);
        protocol.setSelectedItem(endpoint.protocol());
    }

    /** Shows the dialog for headers and token, which are kept until the program ends. */
    void askHeaders() {
        HeadersDialog dialog = new HeadersDialog(secrets);
        if (dialog.ask(panel)) secrets.give(dialog.headers(), dialog.token());
    }

    Secrets secrets() {
        return secrets;
    }

    /** Updates the bar after connecting. Returns a note about token and headers, or null. */
    @Nullable
    String opened(Endpoint endpoint) {
        show(endpoint);
        if (secrets.isEmpty()) return null;
        if (endpoint.token().isEmpty() && endpoint.headers().isEmpty()) {
            return secrets.server() == null
                    ? null
                    : "Token and headers belong to " + secrets.server() + " and were not sent to this server.";
        }
        secrets.wentTo(endpoint.url());
        return null;
    }

    /** Returns the entered endpoint with these topics, including token and headers if they belong to its server. */
    Endpoint endpoint(List<String> topics) {
        Endpoint.Protocol chosen = (Endpoint.Protocol) protocol.getSelectedItem();
        String asked = url.getText().strip();
        boolean known = secrets.areFor(asked);
        return new Endpoint(
                asked,
                chosen == null ? Endpoint.Protocol.PLAIN : chosen,
                topics,
                known ? secrets.headers() : Map.of(),
                known ? secrets.token() : "");
    }
}
