using System.Text;
using Vitrine.Core.Inspect.Secrets;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>Passwords of letters alone, which are secrets by what stands beside them only; and values of frameworks' salts.</summary>
public class SecretAccountTests
{
    private static readonly SecretScanner Scanner = new(SecretRules.BuiltIn);

    [Theory]
    [InlineData("""{"protocol": "sftp", "host": "ftp.acme.test", "user": "deploy", "passphrase": "correcthorse", "remote": "/"}""", "correcthorse")]
    [InlineData("""{"userPassword" : "marlowemongo", "serverHost" : "db1", "userName" : "reader"}""", "marlowemongo")]
    [InlineData("""{"databaseName" : "main", "userName" : "reader", "userPassword" : "marlowemongo"}""", "marlowemongo")]
    [InlineData("define('LOGGED_IN_SALT', 'of@~yp:v@SK;Y}hzUo4=bz9WmX&vEw5TO dD$<2djGcE+Qz,Sb9i:{+U<#eM-RmE');",
        "of@~yp:v@SK;Y}hzUo4=bz9WmX&vEw5TO dD$<2djGcE+Qz,Sb9i:{+U<#eM-RmE")]
    public void They_are_found(string text, string secret) => Assert.Equal([secret], Found(text));

    [Theory]
    [InlineData("""{"user": "Name of the user", "password": "placeholder", "label": "x"}""")]
    [InlineData("""{"host": "Server", "user": "Username", "password": "password"}""")]
    [InlineData("""{"host": "a", "user": "b", "password": "Passwords"}""")]
    [InlineData("""{"host": "a", "user": "b"}, {"labels": {"password": "correcthorse"}}""")]
    [InlineData("""{"passwordHint": "correcthorse", "host": "a", "user": "b"}""")]
    [InlineData("""{"user": "b", "password": "correcthorse"}""")]
    public void What_is_no_account_is_not(string text) => Assert.Empty(Found(text));

    private static string[] Found(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\0");
        List<SecretHit> hits = [];
        Scanner.Scan(bytes, hits);
        return [.. hits.Select(hit => Encoding.UTF8.GetString(bytes, hit.Range.Start, hit.Range.Length))];
    }
}
