package io.ternmq.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What an EAR says that it holds: by its {@code META-INF/application.xml}, or without one by the names of its files as
 * Jakarta EE has it.
 *
 * @param contextRoot of the web module; null where nothing names one
 * @param libraryDirectory with a slash at its end; null when the EAR has none
 */
record EarModules(
        List<String> connectors,
        List<String> ejbs,
        List<String> webs,
        List<String> clients,
        String contextRoot,
        String libraryDirectory) {

    private static final String DESCRIPTOR = "META-INF/application.xml";

    static EarModules of(ZipFile ear) throws IOException {
        ZipEntry descriptor = ear.getEntry(DESCRIPTOR);
        return descriptor == null ? byName(ear) : byDescriptor(parse(ear, descriptor));
    }

    private static EarModules byDescriptor(Element application) {
        List<String> connectors = texts(application, "connector");
        List<String> ejbs = texts(application, "ejb");
        List<String> webs = texts(application, "web-uri");
        List<String> clients = texts(application, "java");
        List<String> roots = texts(application, "context-root");
        List<String> libraries = texts(application, "library-directory");
        String library = libraries.isEmpty() ? "lib" : libraries.get(0);
        return new EarModules(
                connectors,
                ejbs,
                webs,
                clients,
                roots.isEmpty() ? null : roots.get(0),
                library.isEmpty() ? null : library.replaceFirst("/*$", "/"));
    }

    private static EarModules byName(ZipFile ear) {
        List<String> connectors = new ArrayList<>();
        List<String> ejbs = new ArrayList<>();
        List<String> webs = new ArrayList<>();
        ear.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.indexOf('/') < 0)
                .forEach(name -> {
                    String lower = name.toLowerCase(Locale.ROOT);
                    if (lower.endsWith(".rar")) {
                        connectors.add(name);
                    } else if (lower.endsWith(".war")) {
                        webs.add(name);
                    } else if (lower.endsWith(".jar")) {
                        ejbs.add(name);
                    }
                });
        return new EarModules(connectors, ejbs, webs, List.of(), null, "lib/");
    }

    /** The texts of a module's elements; names are compared without namespace, as that differs by version. */
    private static List<String> texts(Element root, String name) {
        NodeList found = root.getElementsByTagNameNS("*", name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            Node element = found.item(i);
            texts.add(element.getTextContent().strip());
        }
        return texts;
    }

    private static Element parse(ZipFile ear, ZipEntry descriptor) throws IOException {
        try (InputStream in = ear.getInputStream(descriptor)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            DocumentBuilder builder = factory.newDocumentBuilder();
            Document document = builder.parse(in);
            return document.getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(DESCRIPTOR + " cannot be read: " + e.getMessage(), e);
        }
    }
}
