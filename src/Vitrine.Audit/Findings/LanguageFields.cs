using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>The languages that an HTTP client asks for (<c>accept-language</c>: RFC 9110, section 12.5.4), which follow the locale.</summary>
internal static class LanguageFields
{
    private const string Languages = "accept-language";

    // What is told by which fields there are: nothing that a program may choose for a field that stands on both sides.
    private static readonly string[] s_ofFields = [" fields#order", " fields#members", " fields#transport", " forms of fields"];

    /// <summary>
    /// Whether a field is a list of the locale's languages on both sides, with weights that fall by tenths (RFC 9110, section 12.5.4), and English or anything
    /// for last.
    /// </summary>
    public static bool AreLanguages(Difference difference) => difference.Path.EndsWith(" field " + Languages, StringComparison.Ordinal)
        && difference.SessionsWithout.Concat(difference.SessionsWith)
            .All(session => !FeatureReader.Of(session).All.TryGetValue(difference.Path, out Feature? field)
                || IsListOfLanguages(field.Value, session));

    /// <summary>
    /// Whether fields stand in another order only as the HTTP client adds its own <c>accept-language: *</c> where the program, without a language, sets none.
    /// </summary>
    public static bool IsOrderOfDefault(Difference difference)
    {
        static bool IsDefault(AuditSession session) =>
            session.Capture.Exchanges.Where(exchange => exchange.IsModel).All(exchange => BodyText.Field(exchange, Languages) == "*");
        return difference is { Factors: [Factors.Locale], Channel: Channels.Header }
            && Others(difference.Before).SequenceEqual(Others(difference.After), StringComparer.Ordinal)
            && difference.SessionsWithout.All(IsDefault) != difference.SessionsWith.All(IsDefault);
    }

    /// <summary>
    /// Whether which fields there are, in what order and how they are packed, differs only as the locale's languages are asked for on one side. What they are
    /// is looked at by itself.
    /// </summary>
    public static bool IsAddedField(Difference difference)
    {
        int end = difference.Path.IndexOf(": f", StringComparison.Ordinal) + 1;
        if (difference is not { Factors: [Factors.Locale], Channel: Channels.Header or Channels.HttpFraming }
            || end == 0
            || !s_ofFields.Any(shape => difference.Path[end..].StartsWith(shape, StringComparison.Ordinal)))
            return false;
        string place = difference.Path[..end];
        return AsksForLanguages(difference.SessionsWithout, place) is { } without
            && AsksForLanguages(difference.SessionsWith, place) is { } with
            && without.Asks != with.Asks
            && without.Others == with.Others;
    }

    // Null where sessions of one side differ, or what is asked for are not the locale's languages alone. The others are their names in their order, each with
    // its form.
    private static (bool Asks, string Others)? AsksForLanguages(IEnumerable<AuditSession> sessions, string place)
    {
        var all = new HashSet<(bool, string)>();
        foreach (AuditSession session in sessions)
        {
            IReadOnlyDictionary<string, Feature> features = FeatureReader.Of(session).All;
            bool asks = features.TryGetValue($"{place} field {Languages}", out Feature? field);
            if (asks && !IsListOfLanguages(field!.Value, session))
                return null;
            string[] forms = features.TryGetValue(place + " forms of fields", out Feature? written) ? written.Value.Split(' ') : [];
            IEnumerable<string> orders = features.Where(feature => feature.Key.StartsWith(place + " fields#order", StringComparison.Ordinal))
                .Select(feature => feature.Value.Value);
            all.Add((asks, string.Join('|', orders.Select(order => OthersWithForms(order.Split(' '), forms)))));
        }

        return all.Count == 1 ? all.First() : null;
    }

    private static string OthersWithForms(string[] names, string[] forms) =>
        string.Join(' ',
            names.Select((name, at) => (Name: name, Form: forms.ElementAtOrDefault(at)))
                .Where(field => !IsLanguages(field.Name))
                .Select(field => $"{field.Name}={field.Form}"));

    private static bool IsLanguages(string name) => name.Equals(Languages, StringComparison.OrdinalIgnoreCase);

    private static string[] Others(string order) => [.. order.Split(' ').Where(name => !IsLanguages(name))];

    private static bool IsListOfLanguages(string field, AuditSession session)
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase) { "en", "en-US", "en-GB", "*" };
        foreach (string locale in session.Machine.Environment.Where(variable => variable.Key is "LANG" or "LANGUAGE"
            || variable.Key.StartsWith("LC_", StringComparison.Ordinal))
            .SelectMany(variable => variable.Value.Split(':'))
            .Append(session.Machine.Locale))
        {
            string tag = locale.Split('.', '@')[0].Replace('_', '-');
            known.UnionWith([tag, tag.Split('-')[0]]);
        }

        // One that does not begin with the language of the locale is the same under each.
        if (LocaleForms.LanguageOf(session) is not ("C" or "POSIX") and var wanted && !field.StartsWith(wanted, StringComparison.OrdinalIgnoreCase))
            return false;
        double last = 1;
        var said = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        string[] items = field.Split(',');
        for (int at = 0; at < items.Length; at++)
        {
            string[] parts = items[at].Trim().Split(';');
            double weight = 1;
            // English for last, also where it is the language.
            if (!known.Contains(parts[0])
                || (!said.Add(parts[0]) && !(at == items.Length - 1 && parts[0] == "en"))
                || parts.Length > 2
                || (parts.Length == 2 && !(parts[1].Trim() is ['q', '=', '0', '.', >= '1' and <= '9' and var tenth] && (weight = (tenth - '0') / 10.0) > 0))
                || weight > last)
                return false;
            last = weight;
        }

        return true;
    }
}
