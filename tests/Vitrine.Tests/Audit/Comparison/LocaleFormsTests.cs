using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class LocaleFormsTests
{
    private const string Own = "host accept-language x-request-id accept", Default = "host x-request-id accept accept-language";

    [Theory]
    [InlineData(Factors.Locale, "de-DE", "*", Default, true)]
    // Not the client's own value; another factor; another field in another place as well.
    [InlineData(Factors.Locale, "de-DE", "en", Default, false)]
    [InlineData(Factors.Locale, "*", "*", Default, false)]
    [InlineData(Factors.HostName, "de-DE", "*", Default, false)]
    [InlineData(Factors.Locale, "de-DE", "*", "host accept x-request-id accept-language", false)]
    public void The_clients_own_language_field_may_stand_elsewhere(string factor, string before, string after, string order, bool isLawful) =>
        Assert.Equal(isLawful,
            LanguageFields.IsOrderOfDefault(FoundDifference.Of("model request 1: fields#order", "", Own, order, [Said(before)],
                [Said(after)]) with
            { Factors = [factor] }));

    [Theory]
    [InlineData(" fields#order h2", "", true)]
    [InlineData(" fields#members", "", true)]
    [InlineData(" fields#transport h2", "", true)]
    [InlineData(" forms of fields", "", true)]
    // What another field is, and what stands around fields, is not told by which there are.
    [InlineData(" field x-request-id", "", false)]
    [InlineData(" fields#space", "", false)]
    // Another field as well; another field's form.
    [InlineData(" fields#order h2", "x-kind", false)]
    [InlineData(" forms of fields", "raw", false)]
    public void A_language_that_is_asked_for_explains_its_own_field_alone(string what, string more, bool isOpen)
    {
        AuditSession without = Asking("en_US.UTF-8", ("host", "a##"), ("x-request-id", "ahh"));
        AuditSession with = Asking("de_DE.UTF-8",
            [("host", "a##"), ("accept-language", "a#h"), ("x-request-id", more == "raw" ? "ahr" : "ahh"),
            .. more == "x-kind" ? new[] { ("x-kind", "ahh") } : []]);
        Difference difference = FoundDifference.Of("model request without tools 1:" + what, "", "", "", [without], [with]) with
        {
            Factors = [Factors.Locale],
            Channel = what == " forms of fields" ? Channels.HttpFraming : Channels.Header
        };
        Assert.Equal(isOpen, LanguageFields.IsAddedField(difference));
    }

    private static AuditSession Asking(string locale, params (string Name, string Form)[] fields)
    {
        AuditSession asked = Said("de-DE");
        CapturedExchange exchange = asked.Capture.Exchanges[0] with
        {
            Version = "HTTP/2",
            Fields = [.. fields.Select(field => new CapturedField(field.Name, field.Name == "accept-language" ? "de-DE, en;q=0.5" : "1"))],
            Forms = string.Join(' ', fields.Select(field => field.Form)),
        };
        return asked with { Capture = asked.Capture with { Exchanges = [exchange] }, Machine = asked.Machine with { Locale = locale } };
    }

    private static AuditSession Said(string languages) => FoundDifference.Session("http://localhost:8080", "accept-language", (0.5, languages));
}
