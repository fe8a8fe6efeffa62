console.log("parcel-desk is installed; see README.md for the token.");
