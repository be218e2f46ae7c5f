using Vitrine.Audit.Comparison;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class OptOutTests
{
    private const string Path = "model request without tools 1: fields#members";
    private const string Id = "0b8f3c1e-52a7-4d8e-9b3f-6f0c2d1e4a57";

    [Theory]
    [InlineData(Id, "accept x-install", "accept", true)]
    [InlineData("f3a91b77c02d4e58", "accept x-install", "accept", true)]
    // No id: a word, a version, a date, a text.
    [InlineData("enabled-by-default", "accept x-install", "accept", false)]
    [InlineData("2023-06-01-00-00", "accept x-install", "accept", false)]
    [InlineData("sent with 1 id and more", "accept x-install", "accept", false)]
    // Something comes in its place, or instead.
    [InlineData(Id, "accept x-install", "accept x-other", false)]
    [InlineData(Id, "accept", "accept x-install", false)]
    public void An_id_alone_may_be_missing(string value, string before, string after, bool isLawful)
    {
        AuditSession session = FoundDifference.Session("https://api.example.com", "x-install", (1, value));
        Assert.Equal(isLawful, AddedFields.LeaveIdsOut(FoundDifference.Of(Path, "", before, after, [session], [session])));
    }

    [Fact]
    public void What_is_no_id_in_one_session_is_none()
    {
        AuditSession[] sessions = [.. new[] { Id, "worker" }.Select(value => FoundDifference.Session("https://api.example.com", "x-install", (1, value)))];
        Assert.False(AddedFields.LeaveIdsOut(FoundDifference.Of(Path, "", "accept x-install", "accept", sessions, sessions)));
    }
}
