using System.Security.Cryptography;
using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Data;

/// <summary>A credential that the agent uses without having it.</summary>
public sealed class CredentialTests(Machine machine)
{
    [Theory]
    [MemberData(nameof(Machine.People), MemberType = typeof(Machine))]
    public async Task The_box_holds_a_placeholder_that_is_good_for_nothing_elsewhere(string who)
    {
        string value = RandomNumberGenerator.GetHexString(40, lowercase: true);
        Desk desk = await machine.DeskAsync(who);
        desk.Environment["SHOP_KEY"] = value;
        await desk.WritePolicyAsync("credentials: { shop: { environment: SHOP_KEY, hosts: [shop.example] } }\nnetwork: { allow: [shop.example, other.example] }");
        const string Attempts = """
            echo "$SHOP_KEY"; env | grep -c "^SHOP_KEY="
            ask() { curl -s -m 10 -o /dev/null -w '%{http_code}\n' "$@"; }
            ask -H "Authorization: Bearer a-key-of-somebody-else-0123456789" http://shop.example/
            ask -H "Authorization: Bearer $SHOP_KEY" http://other.example/
            """;
        Finished run = (await desk.ShellAsync(Attempts)).Exits(0);
        string[] lines = run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("vitrine-credential-", lines[0], StringComparison.Ordinal);
        Assert.Equal(["1", "403", "403"], lines[1..]);
        (await run.RecordAsync()).IsWhole().LeftNothing();
        Assert.DoesNotContain(value, (await desk.VitrineAsync(["show", run.Session, "--entries"])).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(value, run.Text + run.Error, StringComparison.Ordinal);
    }
}
