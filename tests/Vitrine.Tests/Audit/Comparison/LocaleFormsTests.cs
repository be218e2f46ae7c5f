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
        Assert.Equal(isLawful, LocaleForms.IsOrderOfDefault(FoundDifference.Of("model request 1: fields#order", "", Own, order, [Said(before)], [Said(after)]) with { Factors = [factor] }));

    private static AuditSession Said(string languages) => FoundDifference.Session("http://localhost:8080", "accept-language", (0.5, languages));
}
