# Identifiers as programs make them: one line for each way.
here=$(dirname "$0")
"$here/chance"
echo "head $(head -c 32 /dev/urandom | sha256sum)"
echo "mktemp $(mktemp -u)"
echo "uuid $(cat /proc/sys/kernel/random/uuid)"
echo "srandom $SRANDOM"
echo "shell $$ $BASHPID"
node -e '
const crypto = require("crypto");
console.log("node", crypto.randomUUID(), crypto.randomBytes(8).toString("hex"), Math.random());
console.log("node-key", crypto.generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "jwk" }).x);
crypto.randomBytes(8, (problem, bytes) => console.log("node-pool", bytes.toString("hex")));'
python3 -c '
import os, random, secrets, uuid, tempfile
print("python", os.urandom(8).hex(), random.random(), secrets.token_hex(8), uuid.uuid4(), hash("a"))
print("python-name", next(tempfile._get_candidate_names()))
print("python-set", list({"a", "b", "c", "d", "e"}), hex(id(object())))'
